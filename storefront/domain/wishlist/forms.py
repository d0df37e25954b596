"""What one may ask of a wishlist."""

from storefront.core.forms import Form, text


class WishForm(Form):
    """A piece to remember."""

    product_id: str = text(80)

"""What comes in: what can be said of the catalog, and what can be asked of it."""

from storefront.domain.catalog.forms.lists import ListingForm, PagingForm, SearchForm, SuggestionsForm
from storefront.domain.catalog.forms.products import ProductChanges, ProductForm, TagsForm
from storefront.domain.catalog.forms.rooms import CategoryForm, TagForm, VariantForm

__all__ = [
    "CategoryForm",
    "ListingForm",
    "PagingForm",
    "ProductChanges",
    "ProductForm",
    "SearchForm",
    "SuggestionsForm",
    "TagForm",
    "TagsForm",
    "VariantForm",
]

"""What comes in: what can be said of the catalog, and what can be asked of it."""

from storefront.domain.catalog.forms.lists import ListingForm, SearchForm, SuggestionsForm
from storefront.domain.catalog.forms.products import (
    ChoiceForm,
    ProductChanges,
    ProductForm,
    TagsBulkForm,
    TagsForm,
    VisibilityForm,
)
from storefront.domain.catalog.forms.rooms import CategoryForm, TagForm, VariantForm
from storefront.domain.catalog.forms.stock import StockBulkForm, StockForm, StockHistoryForm

__all__ = [
    "CategoryForm",
    "ChoiceForm",
    "ListingForm",
    "ProductChanges",
    "ProductForm",
    "SearchForm",
    "StockBulkForm",
    "StockForm",
    "StockHistoryForm",
    "SuggestionsForm",
    "TagForm",
    "TagsBulkForm",
    "TagsForm",
    "VariantForm",
    "VisibilityForm",
]

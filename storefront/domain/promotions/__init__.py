"""Coupons: whom they are for, what they save, and who has used them."""

from storefront.domain.promotions.coupon import Coupon, Discount, Goods, Kind

__all__ = ["Coupon", "Discount", "Goods", "Kind"]

"""From a bag to a parcel: placing, paying, packing, cancelling, giving back."""

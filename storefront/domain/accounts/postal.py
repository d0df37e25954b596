"""What a PIN code says of where it is: the state, and the city where it is one city's own. Something to offer, not to insist on.

Source of the division: India Post, Postal Index Number. The first two digits are a postal circle, the third a sorting district;
where a sorting district lies in two states, nothing is offered.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """`city` is '' where the PIN code does not tell."""

    city: str
    state: str


_BORDERS = ("244", "246", "247", "262", "605", "813")

_STATES = {
    "Andhra Pradesh": "51 52 53", "Arunachal Pradesh": "790 791 792", "Assam": "78",
    "Andaman and Nicobar Islands": "744", "Bihar": "80 81 82 84 85", "Chandigarh": "160", "Chhattisgarh": "49",
    "Dadra and Nagar Haveli and Daman and Diu": "39621 39622 39623 362520", "Delhi": "11", "Goa": "403",
    "Gujarat": "36 37 38 39", "Haryana": "12 13", "Himachal Pradesh": "17", "Jammu and Kashmir": "18 19",
    "Jharkhand": "814 815 816 822 825 826 827 828 829 83", "Karnataka": "56 57 58 59", "Kerala": "67 68 69",
    "Ladakh": "194", "Lakshadweep": "68255", "Madhya Pradesh": "45 46 47 48", "Maharashtra": "40 41 42 43 44",
    "Manipur": "795", "Meghalaya": "793 794", "Mizoram": "796", "Nagaland": "797 798", "Odisha": "75 76 77",
    "Puducherry": "60500 60501 60960 673310", "Punjab": "14 15", "Rajasthan": "30 31 32 33 34", "Sikkim": "737",
    "Tamil Nadu": "60 61 62 63 64", "Telangana": "50", "Tripura": "799", "Uttar Pradesh": "20 21 22 23 24 25 26 27 28",
    "Uttarakhand": "248 249 263", "West Bengal": "70 71 72 73 74",
}  # fmt: skip

_CITIES = {
    "New Delhi": "110", "Faridabad": "121", "Gurugram": "122", "Chandigarh": "160", "Ludhiana": "1410", "Amritsar": "1430",
    "Jalandhar": "1440", "Patiala": "1470", "Shimla": "1710", "Jammu": "1800", "Srinagar": "1900", "Ghaziabad": "2010",
    "Noida": "2013", "Greater Noida": "20131", "Kanpur": "2080", "Prayagraj": "2110", "Varanasi": "2210", "Lucknow": "2260",
    "Bareilly": "2430", "Dehradun": "2480", "Haridwar": "2494", "Meerut": "2500", "Gorakhpur": "2730", "Mathura": "2810",
    "Agra": "2820", "Jhansi": "2840", "Jaipur": "302", "Ajmer": "3050", "Udaipur": "3130", "Kota": "3240", "Bikaner": "3340",
    "Jodhpur": "3420", "Rajkot": "3600", "Jamnagar": "3610", "Bhavnagar": "3640", "Ahmedabad": "380", "Gandhinagar": "3820",
    "Vadodara": "3900", "Surat": "3950", "Mumbai": "4000 4001", "Thane": "40060", "Navi Mumbai": "4007", "Panaji": "4030",
    "Pune": "411", "Solapur": "4130", "Kolhapur": "4160", "Nashik": "4220", "Chhatrapati Sambhajinagar": "4310",
    "Nagpur": "440", "Amravati": "44460", "Indore": "4520", "Ujjain": "4560", "Bhopal": "4620", "Gwalior": "4740",
    "Jabalpur": "4820", "Bhilai": "4900", "Raipur": "4920", "Bilaspur": "4950", "Hyderabad": "500", "Warangal": "5060",
    "Tirupati": "51750", "Kurnool": "5180", "Vijayawada": "5200", "Guntur": "5220", "Nellore": "5240",
    "Visakhapatnam": "5300", "Bengaluru": "560", "Mysuru": "5700", "Mangaluru": "5750", "Dharwad": "58000",
    "Hubballi": "58002 58003", "Belagavi": "5900", "Chennai": "600", "Puducherry": "60500 60501", "Tiruchirappalli": "6200",
    "Madurai": "6250", "Vellore": "6320", "Salem": "6360", "Coimbatore": "6410", "Tiruppur": "64160", "Kannur": "6700",
    "Kozhikode": "6730", "Palakkad": "6780", "Thrissur": "6800", "Kochi": "6820", "Kottayam": "6860", "Kollam": "6910",
    "Thiruvananthapuram": "6950", "Kolkata": "700", "Howrah": "7111", "Durgapur": "7132", "Siliguri": "7340",
    "Gangtok": "7371", "Bhubaneswar": "7510", "Cuttack": "7530", "Brahmapur": "7600", "Rourkela": "7690", "Guwahati": "7810",
    "Dibrugarh": "7860", "Itanagar": "79111", "Shillong": "7930", "Imphal": "7950", "Aizawl": "7960", "Agartala": "7990",
    "Patna": "8000", "Bhagalpur": "8120", "Gaya": "8230", "Dhanbad": "8260", "Bokaro": "8270", "Jamshedpur": "8310",
    "Ranchi": "8340", "Muzaffarpur": "8420",
}  # fmt: skip


def place_of(pin: str) -> Place | None:
    """Where this PIN code of six digits is; None where it does not tell (borders, army post offices)."""
    state = _longest(pin, _STATE_OF)
    return Place(_longest(pin, _CITY_OF), state) if state else None


def _longest(pin: str, known: dict[str, str]) -> str:
    """What is known by most of the first digits."""
    return next((known[pin[:length]] for length in range(6, 1, -1) if pin[:length] in known), "")


def _by_digits(named: dict[str, str]) -> dict[str, str]:
    return {digits: name for name, all_digits in named.items() for digits in all_digits.split()}


_STATE_OF = {**dict.fromkeys(_BORDERS, ""), **_by_digits(_STATES)}
_CITY_OF = _by_digits(_CITIES)

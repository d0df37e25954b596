"""The headers that tell a browser what these pages may do. No inline script or style anywhere, so none is allowed."""

from urllib.parse import urlsplit

from flask import Flask, Response, g

from config import Config

RAZORPAY = ("https://checkout.razorpay.com", "https://api.razorpay.com")


def install(app: Flask, config: Config) -> None:
    cdn = _origin(config.CDN_URL)
    everywhere = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(self), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        **({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if config.is_https else {}),
    }
    plain, paying = policy(cdn), policy(cdn, RAZORPAY)

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in everywhere.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", paying if g.get("payment_window") else plain)
        return response


def allow_payment_window() -> None:
    """This one page may open the gateway's window."""
    g.payment_window = True


def policy(cdn: str = "", gateway: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy. Pictures may come from any https address, since imported products keep theirs."""
    ours = " ".join(filter(None, ("'self'", cdn)))
    theirs = " ".join(gateway)
    rules = {
        "default-src": "'none'",
        "script-src": f"{ours} {theirs}",
        "style-src": ours,
        "font-src": ours,
        "img-src": f"{ours} data: blob: https:",
        "connect-src": f"'self' {theirs}",
        "frame-src": f"'self' {theirs}",
        "form-action": f"'self' {theirs}",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in rules.items())


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""

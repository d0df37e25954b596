"""Pictures sent to the shop, in the field `file` or, several, in `files`. What is kept is re-encoded and named by its content."""

from flask import Blueprint, request
from typing_extensions import TypedDict

from storefront.api.endpoint import ADMIN, USER, endpoint
from storefront.core.errors import Invalid
from storefront.core.site import site
from storefront.domain.media import Stored
from storefront.domain.media.pictures import LARGEST_FILE
from storefront.domain.media.services import AT_ONCE, Incoming, take_in
from storefront.web.limits import UPLOAD, limiter
from storefront.web.sign_in import require_person

bp = Blueprint("uploads", __name__)


class FileJson(TypedDict):
    """A picture that the shop keeps: `filename` as it was sent, `size` (in bytes) and `type` of what is kept."""

    url: str
    filename: str
    size: int
    type: str


class ProductPicturesJson(TypedDict):
    """Addresses: the first one's, and all in their order."""

    url: str
    urls: list[str]


_FIELDS = ("file", "files", "files[]")
_ERRORS = (413, 415, 422, 429, 503)


@bp.post("/upload-file")
@limiter.limit(UPLOAD)
@endpoint(rights=USER, files=True, message="File uploaded successfully", errors=_ERRORS, result=FileJson)
def create() -> FileJson:
    """One picture: JPEG, PNG or WebP by its bytes, at most 10 MB. It can be had at its URL at once."""
    return _taken_in(_sent(most=1))[0]


@bp.post("/upload-files")
@limiter.limit(UPLOAD)
@endpoint(rights=USER, files=True, message="Files uploaded successfully", errors=_ERRORS, result=list[FileJson])
def create_several() -> list[FileJson]:
    """Up to ten pictures, all or none."""
    return _taken_in(_sent(most=AT_ONCE))


@bp.post("/auth/products/image-upload")
@limiter.limit(UPLOAD)
@endpoint(rights=ADMIN, files=True, message="Image uploaded successfully", errors=_ERRORS, result=ProductPicturesJson)
def create_for_product() -> ProductPicturesJson:
    """Pictures of a product: `url` is the first one's address, `urls` are all in their order."""
    urls = [one["url"] for one in _taken_in(_sent(most=AT_ONCE))]
    return {"url": urls[0], "urls": urls}


def _sent(most: int) -> list[Incoming]:
    found = [file for name in _FIELDS for file in request.files.getlist(name)]
    if not found:
        raise Invalid({"file": "Send a picture in the field file."})
    if len(found) > most:
        raise Invalid({"files": f"Send at most {most} at once." if most > 1 else "Send one picture here."})
    # A byte more than is taken tells as much as the rest of it.
    datas = [file.read(LARGEST_FILE + 1) for file in found]
    fields = ["file"] if len(found) == 1 else [f"files.{at}" for at in range(len(found))]
    return [Incoming(data, file.filename or "", field) for data, file, field in zip(datas, found, fields, strict=True)]


def _taken_in(files: list[Incoming]) -> list[FileJson]:
    return [_shown(stored, file.name) for stored, file in zip(take_in(files, require_person()), files, strict=True)]


def _shown(stored: Stored, filename: str) -> FileJson:
    return {"url": site().address(stored.url), "filename": filename, "size": stored.size, "type": stored.content_type}

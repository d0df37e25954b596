"""What the server and the `flask` command load."""

from config import Config
from storefront.app import create_app
from storefront.core.processes import end_with_starter

app = create_app(Config.from_env())
end_with_starter()

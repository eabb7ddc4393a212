"""Where Python runs in a web page: the data files come from the page's site, and there are no threads."""

import os
import sys

__all__ = ["IN_BROWSER", "SiteFolder"]

IN_BROWSER = sys.platform == "emscripten"


class SiteFolder:
    """The data files of the site that this page belongs to; as much of ``pathlib.Path`` as reading needs."""

    def __init__(self, address=None):
        self.address = f"{_site()}/static/bplib" if address is None else address

    def __truediv__(self, name):
        return SiteFolder(f"{self.address}/{name}")

    def __str__(self):
        return self.address

    def read_bytes(self):
        """Contents of the file.

        Raises:
            FileNotFoundError: if the site has no such file.
            OSError: if it cannot be fetched for another reason, such as no connection.
        """
        from js import XMLHttpRequest

        request = XMLHttpRequest.new()
        # In a worker a request may wait, so that a cell needs no await.
        request.open("GET", self.address, False)
        request.responseType = "arraybuffer"
        try:
            request.send()
        except Exception as error:
            raise OSError(
                f"{self.address} could not be fetched ({error}); is there a connection to the network?"
            ) from None
        if request.status == 404:
            raise FileNotFoundError(self.address)
        if request.status != 200:
            raise OSError(f"{self.address} could not be fetched: the server answered {request.status}")
        return request.response.to_bytes()


def _site():
    """Address of JupyterLite. In a page of the book its worker says it; else its script is part of JupyterLite."""
    if "BPLIB_SITE" in os.environ:
        return os.environ["BPLIB_SITE"]
    from js import location

    return location.href.partition("/extensions/")[0]

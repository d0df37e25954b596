"""How a face is put together: one parent blueprint, one file a noun, each with its own `bp`."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from flask import Blueprint


def nest(parent: Blueprint, package: ModuleType) -> Blueprint:
    """Every module of the package that has a `bp` is nested in the parent, so that a new noun is a new file and nothing else."""
    for found in iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{found.name}")
        child = getattr(module, "bp", None)
        if isinstance(child, Blueprint):
            parent.register_blueprint(child)
    return parent

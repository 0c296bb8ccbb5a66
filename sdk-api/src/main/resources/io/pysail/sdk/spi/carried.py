"""Imports Python code that a Java program carries: modules from memory, by their paths.

The package ``pysail.spark.datasource`` is served before any installed one, so that it always is of
the SDK's own version; what an installed one has beside it stays importable. Everything else comes
after what is installed.
"""

import sys
from importlib.machinery import ModuleSpec

OURS = "pysail.spark.datasource"


class Carried:
    """A finder and loader for the modules in a dict of files by their paths from the root."""

    def __init__(self, origin, files, first):
        self.origin = origin
        self._files = {}
        self._first = first
        self._packages = set()
        self.add(files)

    def add(self, files):
        """Takes over the files that are not there yet: others may be imported already."""
        for path, content in files.items():
            self._files.setdefault(path, content)
            while "/" in path:
                path = path.rpartition("/")[0]
                self._packages.add(path)

    def find_spec(self, fullname, path=None, target=None):
        location = fullname.replace(".", "/")
        if location in self._packages:
            return self._package(fullname, location)
        if location + ".py" in self._files:
            return self._spec(fullname, location + ".py")
        return None

    def _package(self, fullname, location):
        code = location + "/__init__.py"
        if code not in self._files:
            if self._first and not OURS.startswith(fullname + "."):
                return None
            return self._namespace(fullname, location)
        spec = self._spec(fullname, code)
        spec.submodule_search_locations = [self._shown(location), *self._installed(fullname)]
        return spec

    def _namespace(self, fullname, location):
        # A folder without code, which an installed package of that name may go on having.
        if self._first and self._other_spec(fullname) is not None:
            return None
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = [self._shown(location)]
        return spec

    def _other_spec(self, fullname):
        parent = sys.modules.get(fullname.rpartition(".")[0])
        path = getattr(parent, "__path__", None)
        for finder in sys.meta_path:  # An editable installation has a finder of its own.
            find_spec = getattr(finder, "find_spec", None)
            if find_spec is not None and not isinstance(finder, Carried):
                spec = find_spec(fullname, path)
                if spec is not None:
                    return spec
        return None

    def _installed(self, fullname):
        spec = self._other_spec(fullname) if self._first else None
        return [] if spec is None else spec.submodule_search_locations or []

    def _spec(self, fullname, path):
        spec = ModuleSpec(fullname, self, origin=self._shown(path))
        spec.has_location = True
        spec.cached = None
        spec.loader_state = path
        return spec

    def _shown(self, path):
        return "<%s>/%s" % (self.origin, path)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        path = module.__spec__.loader_state
        code = compile(self._files[path], self._shown(path), "exec", dont_inherit=True)
        exec(code, module.__dict__)

    def get_source(self, fullname):
        """For tracebacks, which show the lines of the code that raised."""
        from importlib.util import decode_source

        location = fullname.replace(".", "/")
        for path in (location + "/__init__.py", location + ".py"):
            if path in self._files:
                return decode_source(self._files[path])
        raise ImportError(fullname)

    def get_data(self, path):
        """For ``pkgutil.get_data``: a file beside the code."""
        prefix = self._shown("")
        try:
            return self._files[path[len(prefix) :] if path.startswith(prefix) else path]
        except KeyError:
            raise FileNotFoundError(path) from None


def carry(origin, files, first):
    """Makes the files importable: before all that is installed, or after; once for each origin."""
    for finder in sys.meta_path:
        if isinstance(finder, Carried) and finder.origin == origin:
            finder.add(files)
            return
    finder = Carried(origin, files, first)
    if first:
        sys.meta_path.insert(0, finder)
    else:
        sys.meta_path.append(finder)


def search(folders):
    """Adds folders to where modules are looked for, after those that are there."""
    import importlib

    for folder in folders:
        if folder not in sys.path:
            sys.path.append(folder)
            importlib.invalidate_caches()

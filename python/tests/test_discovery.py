from __future__ import annotations

import importlib
import sys
import textwrap
import threading

import pytest

from pysail.spark.datasource import DataSource, DataSourceReader, discovery, register
from pysail.spark.datasource.capability import capabilities_of
from pysail.spark.datasource.discovery import find, list_sources, source_name
from pysail.spark.datasource.errors import PySparkTypeError
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.locate import absolute

SOURCE = """
from pysail.spark.datasource import DataSource, DataSourceReader

class Orders(DataSource):
    def schema(self): return "id INT"
    def reader(self, schema): return OrdersReader()

class OrdersReader(DataSourceReader):
    def pushFilters(self, filters): return []
    def read(self, partition): yield (1,)

class Nothing:
    pass

constant = 5
"""


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    """Nothing registered, an empty search path in front, and imports that are forgotten."""
    monkeypatch.setattr(discovery, "_registered", [])
    monkeypatch.setattr(discovery, "_offered", [])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def site(tmp_path):
    """Writes files and distributions into a folder of the search path."""

    class Site:
        folder = tmp_path

        def file(self, name, text):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text))
            importlib.invalidate_caches()
            return path

        def distribution(self, name, version, entry_points, group="sail.datasources"):
            info = f"{name.replace('-', '_')}-{version}.dist-info"
            self.file(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            )
            self.file(f"{info}/entry_points.txt", f"[{group}]\n" + "\n".join(entry_points))

    return Site()


def message_of(call, *arguments):
    with pytest.raises(OperationError) as raised:
        call(*arguments)
    return str(raised.value)


def listed(name, load=False):
    return [source for source in list_sources(load) if source["name"] == name]


@pytest.mark.parametrize("group", discovery.GROUPS)
def test_an_entry_point_is_listed_without_importing_it(site, group):
    site.distribution("shop", "1.2", ["orders = shop_sources:Orders"], group)

    [source] = listed("orders")

    assert source == {
        "name": "orders",
        "class": "Orders",
        "module": "shop_sources",
        "distribution": "shop",
        "version": "1.2",
        "capabilities": None,
        "error": None,
    }


def test_an_entry_point_is_found_in_any_case(site):
    site.file("shop_sources.py", SOURCE)
    site.distribution("shop", "1.2", ["orders = shop_sources:Orders"])

    found = find("ORDERS")

    assert found.cls.__name__ == "Orders"
    assert found.reference == "shop_sources:Orders"
    assert listed("orders", load=True)[0]["capabilities"] == {
        "read": True,
        "write": False,
        "stream_read": False,
        "stream_write": False,
        "filters": True,
        "three_method": False,
    }


def test_a_broken_source_does_not_hide_the_others(site):
    site.file("shop_sources.py", SOURCE)
    site.file("broken_source.py", "raise RuntimeError('no licence')")
    site.file("pyspark_broken.py", "import a_library_that_is_not_there")
    site.distribution("shop", "1.2", ["orders = shop_sources:Orders", "bad = broken_source:Bad"])
    site.distribution("gone", "2", ["gone = gone_source:Gone"])
    site.file("unreadable-1.dist-info/METADATA", "Name: unreadable\nVersion: 1\n")
    (site.folder / "unreadable-1.dist-info" / "entry_points.txt").write_bytes(
        b"[sail.datasources]\nx = \xff"
    )

    assert listed("orders", load=True)[0]["error"] is None
    assert listed("bad", load=True)[0]["error"] == (
        "[PYTHON_DATA_SOURCE_ERROR] [bad::import] RuntimeError: no licence"
    )
    assert "There is no module 'gone_source'" in listed("gone", load=True)[0]["error"]
    [static] = listed("pyspark_broken")
    assert "ModuleNotFoundError: No module named 'a_library_that_is_not_there'" in static["error"]
    [unreadable] = [each for each in list_sources() if "unreadable" in each["name"]]
    assert "its metadata cannot be read: UnicodeDecodeError" in unreadable["error"]
    assert find("orders").cls.__name__ == "Orders"
    assert "pyspark_broken is broken" in message_of(find, "unknown")


def test_a_clash_names_both_distributions(site):
    site.distribution("a_shop", "1", ["orders = a_shop:Orders"])
    site.distribution("b_shop", "2", ["Orders = b_shop:Orders"])

    clashing = [source for source in list_sources() if source["name"].lower() == "orders"]

    [used] = [source for source in clashing if source["error"] is None]
    [unused] = [source for source in clashing if source["error"] is not None]
    assert unused["error"] == (
        "[DATA_SOURCE_ALREADY_EXISTS] The name is taken by "
        f"{used['module']}:Orders of {used['distribution']} {used['version']}; "
        f"{unused['module']}:Orders of {unused['distribution']} {unused['version']} is not used"
    )


def test_a_registration_wins_over_an_entry_point_and_the_later_one_over_the_earlier(site):
    site.distribution("shop", "1.2", ["orders = shop_sources:Orders"])

    @register
    class First(DataSource):
        name = "orders"

        def reader(self, schema): ...

    @register
    class Second(DataSource):
        name = "orders"

        def reader(self, schema): ...

    assert find("orders").cls is Second
    errors = [source["error"] for source in listed("orders")]
    assert [error is None for error in errors].count(True) == 1
    register(First)
    assert find("orders").cls is First
    assert len(listed("orders")) == 3


def test_a_default_source_of_a_pyspark_module_is_found(site):
    site.file("pyspark_shop/__init__.py", SOURCE + "\nDefaultSource = Orders\n")
    site.file("pyspark_plain.py", "")
    site.distribution("pyspark-shop", "3.1", [])

    [source] = listed("Orders")

    assert (source["distribution"], source["version"]) == ("pyspark-shop", "3.1")
    assert source["module"] == "pyspark_shop"
    assert source["capabilities"]["read"] is True
    assert find("orders").reference == "pyspark_shop:DefaultSource"
    assert not listed("pyspark_plain")


def test_a_class_is_found_by_its_module(site):
    site.file("shop_sources.py", SOURCE)

    assert find("shop_sources:Orders").cls is sys.modules["shop_sources"].Orders


def test_a_class_is_found_by_its_file_and_the_folder_becomes_importable(site):
    site.file("sources/shop_file.py", "import shop_helper\n" + SOURCE)
    site.file("sources/shop_helper.py", "")

    found = find(f"{site.folder}/sources/shop_file.py:Orders")

    assert found.cls.__module__ == "shop_file"
    assert sys.path[-1] == str(site.folder / "sources")
    assert find(f"{site.folder}/sources/../sources/shop_file.py:Orders").cls is found.cls


def test_a_file_does_not_replace_another_module_of_its_name(site):
    json_module = sys.modules["json"]
    site.file("one/json.py", SOURCE)
    site.file("two/json.py", SOURCE)

    one = find(f"{site.folder}/one/json.py:Orders").cls
    two = find(f"{site.folder}/two/json.py:Orders").cls

    assert one is not two
    assert one.__module__.startswith("json_")
    assert sys.modules["json"] is json_module
    assert sys.modules[one.__module__].Orders is one


def test_a_file_that_fails_is_loaded_again_the_next_time(site):
    path = site.file("json.py", "raise ValueError('first')")

    assert "ValueError: first" in message_of(find, f"{path}:Orders")
    path.write_text(SOURCE)
    assert find(f"{path}:Orders").cls.__name__ == "Orders"


def test_a_file_is_loaded_once_by_many_threads(site):
    path = site.file("work/json.py", "import time; time.sleep(0.05)\n" + SOURCE)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(find(f"{path}:Orders").cls)) for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_what_is_wrong_with_a_reference_is_said(site):
    site.file("shop_sources.py", SOURCE)
    site.file("failing.py", "import a_library_that_is_not_there")
    start = "[DATA_SOURCE_NOT_FOUND] [{0}::import] AnalysisException: Failed to find the data source: {0}. "

    def expect(reference, hint):
        assert message_of(find, reference) == start.format(reference) + hint

    expect("shop_sources:Order", "'shop_sources' has no class 'Order'. Did you mean 'Orders'?")
    expect("shop_sources:Xyz", "'shop_sources' has no class 'Xyz'. There is: Orders")
    expect("shop_source:Orders", "There is no module 'shop_source'")
    expect("a/b.py:Orders", f"There is no file {__import__('os').path.realpath('a/b.py')}")
    expect(":Orders", "A reference is 'module:Class' or 'path/to/file.py:Class'")
    assert message_of(find, "failing:X") == (
        "[PYTHON_DATA_SOURCE_ERROR] [failing:X::import] "
        "ModuleNotFoundError: No module named 'a_library_that_is_not_there'"
    )


def test_what_is_no_source_is_refused(site):
    site.file("shop_sources.py", SOURCE)

    assert message_of(find, "shop_sources:constant") == (
        "[DATA_SOURCE_TYPE_MISMATCH] [shop_sources:constant::import] PySparkTypeError: "
        "Expected a data source class, but got 'int'."
    )
    assert message_of(find, "shop_sources:Nothing") == (
        "[DATA_SOURCE_TYPE_MISMATCH] [shop_sources:Nothing::import] PySparkTypeError: "
        "Expected a data source class with one of reader, writer, streamReader, "
        "simpleStreamReader, streamWriter, or with all of infer_schema, plan_partitions, "
        "read_partition, but got 'Nothing', which has none of them."
    )


def test_an_unknown_name_is_answered_with_a_near_one(site):
    site.distribution("shop", "1.2", ["orders = shop_sources:Orders"])

    assert message_of(find, "ordrs") == (
        "[DATA_SOURCE_NOT_FOUND] [ordrs::find] AnalysisException: "
        "Failed to find the data source: ordrs. Did you mean 'orders'?"
    )


def test_the_format_python_takes_the_class_from_its_options(site):
    site.file("shop_sources.py", SOURCE)

    found = find("python", {"PYTHON_MODULE": "shop_sources", "python_class": "Orders"})

    assert found.cls.__name__ == "Orders"
    assert found.name == "python"
    assert "The option python_class is missing" in message_of(
        find, "python", {"python_module": "shop_sources"}
    )
    assert "DATA_SOURCE_NOT_FOUND" in message_of(find, "python")


def test_an_incomplete_three_method_class_is_told_what_it_lacks():
    class Partial:
        def infer_schema(self, options): ...

        def read_partition(self, spec, options): ...

    with pytest.raises(PySparkTypeError) as raised:
        register(Partial)

    assert "Partial', which lacks plan_partitions." in str(raised.value)


def test_names_may_be_of_any_kind():
    class ByClass(DataSource):
        @classmethod
        def name(cls):
            return "by_class"

    class ByStatic(DataSource):
        @staticmethod
        def name():
            return "by_static"

    class ByMethod(DataSource):
        def name(self):
            return "by_method"

    class ByProperty(DataSource):
        @property
        def name(self):
            return "by_property"

    class ByText(DataSource):
        name = "by_text"

    class Inheriting(ByStatic):
        pass

    class Bare:
        pass

    class Wrong(DataSource):
        name = 5

    names = [source_name(c) for c in (ByClass, ByStatic, ByMethod, ByProperty, ByText, Inheriting)]
    assert names == ["by_class", "by_static", "by_method", "by_property", "by_text", "by_static"]
    assert source_name(Bare) == "Bare"
    assert source_name(DataSource) == "DataSource"
    with pytest.raises(PySparkTypeError, match="Expected 'name' to give a text, but got 'int'"):
        source_name(Wrong)


class Plain(DataSourceReader):
    def read(self, partition): ...


class Filtering(Plain):
    def pushFilters(self, filters): ...


def test_capabilities_are_seen_without_an_object():
    class All(DataSource):
        def __init__(self, options):
            raise AssertionError("nobody makes an object")

        def reader(self, schema):
            return Filtering()

        def writer(self, schema, overwrite): ...

        def simpleStreamReader(self, schema): ...

        def streamWriter(self, schema, overwrite): ...

    class Nothing(DataSource):
        pass

    class DuckTyped:
        def reader(self, schema) -> Plain: ...

    class Hidden(DataSource):
        def reader(self, schema):
            return __import__("elsewhere").reader()

    class Itself(DataSource, Filtering):
        def reader(self, schema):
            return self

    class ThreeMethods:
        def infer_schema(self, options): ...

        def plan_partitions(self, options): ...

        def read_partition(self, spec, options): ...

    assert capabilities_of(All) == (True, True, True, True, True, False)
    assert capabilities_of(Nothing) == (False, False, False, False, False, False)
    assert capabilities_of(DuckTyped) == (True, False, False, False, False, False)
    assert capabilities_of(Hidden).filters is None
    assert capabilities_of(Itself).filters is True
    assert capabilities_of(ThreeMethods) == (True, False, False, False, False, True)


# ---- sources that somebody offers who is no installed package


def offered(site, name="orders", module="offered_sources"):
    site.file(f"{module}.py", SOURCE)
    discovery.offer(name, f"{module}:Orders", "acme-jar", "1.2")


def test_an_offered_source_is_listed_with_its_carrier_and_not_imported(site):
    discovery.offer("orders", "offered_nowhere:Orders", "acme-jar", "1.2")

    assert listed("orders") == [
        {
            "name": "orders",
            "class": "Orders",
            "module": "offered_nowhere",
            "distribution": "acme-jar",
            "version": "1.2",
            "capabilities": None,
            "error": None,
        }
    ]
    assert "offered_nowhere" not in sys.modules


def test_an_offered_source_is_found_in_any_case(site):
    offered(site)

    found = find("ORDERS")

    assert found.reference == "offered_sources:Orders"
    assert found.cls.__name__ == "Orders"


@pytest.mark.parametrize("by", ["registration", "entry point", "static source"])
def test_whatever_else_has_the_name_comes_before_an_offer(site, by):
    offered(site)
    if by == "registration":

        @register
        class Winner(DataSource):
            @classmethod
            def name(cls):
                return "Orders"

            def reader(self, schema):
                return DataSourceReader()

    elif by == "entry point":
        site.file("winner.py", SOURCE.replace("class Orders(", "class Winner("))
        site.distribution("shop", "3", ["orders = winner:Winner"])
    else:
        site.file(
            "pyspark_orders.py",
            SOURCE.replace("class Orders(", "class Winner(")
            + "Winner.name = 'ORDERS'\nDefaultSource = Winner\n",
        )

    assert find("orders").cls.__name__ == "Winner"
    [loser] = [each for each in list_sources() if each["distribution"] == "acme-jar"]
    assert loser["error"].startswith("[DATA_SOURCE_ALREADY_EXISTS] The name is taken by ")
    assert loser["error"].endswith("; offered_sources:Orders of acme-jar 1.2 is not used")


def test_the_last_offer_of_a_name_is_in_use(site):
    offered(site, module="first_offer")
    offered(site, module="second_offer")

    assert find("orders").reference == "second_offer:Orders"
    assert [each["error"] is None for each in listed("orders")] == [True, False]


def test_an_offer_of_the_same_class_under_the_same_name_replaces_the_older(site):
    offered(site)
    discovery.offer("orders", "offered_sources:Orders", "acme-jar", "1.3")

    assert [each["version"] for each in listed("orders")] == ["1.3"]


def test_one_class_may_be_offered_under_two_names(site):
    offered(site)
    offered(site, name="purchases")

    assert find("orders").cls is find("purchases").cls


def test_an_offered_source_that_cannot_be_imported_hides_no_other(site):
    discovery.offer("broken", "offered_nowhere:Orders", "acme-jar", "1.2")
    offered(site)

    assert listed("orders", load=True)[0]["error"] is None
    assert "offered_nowhere" in listed("broken", load=True)[0]["error"]
    assert "Did you mean 'orders'?" in message_of(find, "order")


# ---- references for another process


def test_a_reference_to_a_file_is_made_absolute(site, monkeypatch):
    file = site.file("some/orders.py", SOURCE)
    monkeypatch.chdir(site.folder)

    assert absolute("some/orders.py:Orders") == f"{file}:Orders"
    assert absolute(f"{file}:Orders") == f"{file}:Orders"
    assert find("some/orders.py:Orders").reference == f"{file}:Orders"


def test_a_reference_to_a_file_in_the_home_folder_is_made_absolute(site, monkeypatch):
    monkeypatch.setenv("HOME", str(site.folder))

    assert absolute("~/orders.py:Orders") == f"{site.folder}/orders.py:Orders"


def test_links_are_followed_so_that_a_file_has_one_reference(site):
    file = site.file("orders.py", SOURCE)
    (site.folder / "link.py").symlink_to(file)

    assert absolute(f"{site.folder}/link.py:Orders") == f"{file}:Orders"


@pytest.mark.parametrize("reference", ["module:Class", "a.b.c:D.E", "pyish:Class", ":", "x:"])
def test_a_reference_to_a_module_stays_as_it_is(reference):
    assert absolute(reference) == reference


def test_the_name_of_a_folder_may_hold_colons(site):
    file = site.file("a:b/orders.py", SOURCE)

    assert absolute(f"{site.folder}/a:b/orders.py:Orders") == f"{file}:Orders"
    assert find(f"{site.folder}/a:b/orders.py:Orders").cls.__name__ == "Orders"

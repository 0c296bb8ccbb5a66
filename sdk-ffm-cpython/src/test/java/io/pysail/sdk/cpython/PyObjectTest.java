package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.PythonException;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class PyObjectTest {
    /** A function that shows how it was called; a thing with attributes; an iterable that knows which items live. */
    private static final String THINGS = """
            import weakref

            def show(*args, **kwargs):
                return repr((args, kwargs))

            class Thing:
                def __init__(self, name="thing"):
                    self.name = name

                def greet(self, greeting):
                    return greeting + ", " + self.name

                @property
                def broken(self):
                    raise KeyError("broken")

            class Things:
                def __init__(self, number):
                    self.number = number
                    self.made = []

                def make(self, i):
                    thing = Thing(i)
                    self.made.append(weakref.ref(thing))
                    return thing

                def __iter__(self):
                    return map(self.make, range(self.number))

                def alive(self):
                    return [ref().name for ref in self.made if ref() is not None]

            def three_then_raise():
                yield from range(3)
                raise ValueError("midway")
            """;

    // ---- attributes and items

    @Test
    void anAttributeIsReadAndSet(PythonRuntime runtime) {
        List<?> names = runtime.attach(py -> {
            PyObject thing = things(py).attr("Thing").call();
            String before = thing.attr("name").toText();
            thing.setAttr("name", List.of(1, 2));
            thing.setAttr("n\u00e4me", py.eval("'other'"));
            return List.of(
                    before, thing.attr("name").repr(), thing.attr("n\u00e4me").toText());
        });

        assertThat(names).isEqualTo(List.of("thing", "[1, 2]", "other"));
    }

    @Test
    void anAttributeThatIsMissingIsAnErrorOrNothing(PythonRuntime runtime) {
        boolean found = runtime.attach(py -> {
            PyObject thing = things(py).attr("Thing").call();
            return thing.findAttr("missing").isPresent()
                    || !thing.findAttr("name").orElseThrow().toText().equals("thing");
        });

        assertThat(found).isFalse();
        assertThatThrownBy(() -> runtime.attach(
                        py -> things(py).attr("Thing").call().attr("missing").repr()))
                .isInstanceOf(PythonException.class)
                .hasMessage("AttributeError: 'Thing' object has no attribute 'missing'");
    }

    @Test
    void anAttributeThatRaisesSomethingElseIsNotTakenForMissing(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(
                        py -> things(py).attr("Thing").call().findAttr("broken").isPresent()))
                .isInstanceOf(PythonException.class)
                .hasMessage("KeyError: 'broken'");
    }

    @Test
    void anAttributeThatCannotBeSetIsAnError(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> {
                    py.value(1).setAttr("name", 2);
                    return true;
                }))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("AttributeError"));
    }

    @Test
    void itemsAreReadAndSetByIndexAndKey(PythonRuntime runtime) {
        List<String> reprs = runtime.attach(py -> {
            PyObject list = py.eval("[1, 2, 3]");
            PyObject dict = py.eval("{}");
            list.setItem(-1, "last");
            dict.setItem(null, list.item(-1));
            dict.setItem("k", 1.5);
            return List.of(
                    list.repr(),
                    dict.repr(),
                    dict.item("k").repr(),
                    list.item(py.eval("slice(1)")).repr());
        });

        assertThat(reprs).containsExactly("[1, 2, 'last']", "{None: 'last', 'k': 1.5}", "1.5", "[1]");
    }

    @Test
    void anItemThatIsMissingIsAnError(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("[]").item(0).repr()))
                .hasMessage("IndexError: list index out of range");
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("{}").item("k").repr()))
                .hasMessage("KeyError: 'k'");
        assertThatThrownBy(() -> runtime.attach(py -> {
                    py.eval("()").setItem(0, 1);
                    return true;
                }))
                .hasMessage("TypeError: 'tuple' object does not support item assignment");
    }

    @Test
    void theLengthIsThatOfPython(PythonRuntime runtime) {
        long length = runtime.attach(py -> py.eval("range(7)").length());

        assertThat(length).isEqualTo(7);
        assertThatThrownBy(() -> runtime.attach(py -> py.value(1).length()))
                .hasMessage("TypeError: object of type 'int' has no len()");
    }

    // ---- calls

    @Test
    void argumentsArriveByPositionAndByName(PythonRuntime runtime) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("b", 2);
        named.put("a", null);

        List<String> shown = runtime.attach(py -> {
            PyObject show = things(py).attr("show");
            return List.of(
                    show.call().toText(),
                    show.call(1, "two", null, List.of()).toText(),
                    show.call(List.of(1), named).toText(),
                    show.call(List.of(), Map.of()).toText());
        });

        assertThat(shown)
                .containsExactly("((), {})", "((1, 'two', None, []), {})", "((1,), {'b': 2, 'a': None})", "((), {})");
    }

    @Test
    void aMethodIsCalledOnItsObject(PythonRuntime runtime) {
        String greeting = runtime.attach(py -> things(py)
                .attr("Thing")
                .call("World")
                .callMethod("greet", "Hello")
                .toText());

        assertThat(greeting).isEqualTo("Hello, World");
    }

    @Test
    void whatCannotBeCalledIsAnError(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.value(1).call().repr()))
                .hasMessage("TypeError: 'int' object is not callable");
        assertThatThrownBy(() -> runtime.attach(py -> py.value(1).call(2).repr()))
                .hasMessage("TypeError: 'int' object is not callable");
        assertThatThrownBy(() ->
                        runtime.attach(py -> py.value(1).callMethod("missing").repr()))
                .hasMessage("AttributeError: 'int' object has no attribute 'missing'");
    }

    @Test
    void anArgumentWithoutPythonFormIsRefusedBeforeTheCall(PythonRuntime runtime) {
        boolean called = runtime.attach(py -> {
            PyObject list = py.eval("[]");
            assertThatThrownBy(() -> list.callMethod("append", 'c')).isInstanceOf(IllegalArgumentException.class);
            return list.length() > 0;
        });

        assertThat(called).isFalse();
    }

    @Test
    void operationsLeaveReferenceCountsAsTheyWere(PythonRuntime runtime) {
        List<Long> counts = runtime.attach(py -> {
            PyObject count = py.importModule("sys").attr("getrefcount");
            PyObject object = things(py).attr("Thing").call();
            PyObject show = py.eval("lambda *args, **kwargs: args");
            PyObject list = py.eval("[None]");
            long before = count.call(object).toLong();
            for (int i = 0; i < 100; i++) {
                py.scope(inner -> {
                    list.setItem(0, object);
                    list.item(0);
                    list.setItem(0, null);
                    show.call(object);
                    show.call(List.of(object), Map.of("k", object));
                    object.setAttr("self", object);
                    object.attr("self");
                    object.findAttr("self");
                    object.setAttr("self", null);
                    inner.value(List.of(object, Map.of("k", object)));
                    object.isEqualTo(object);
                    object.isInstance(py.eval("object"));
                    object.str();
                    object.typeName();
                    object.toRef().close();
                    assertThatThrownBy(object::toJava).isInstanceOf(PythonException.class);
                    assertThatThrownBy(() -> object.call(object)).isInstanceOf(PythonException.class);
                    assertThatThrownBy(() -> list.item(object)).isInstanceOf(PythonException.class);
                    assertThatThrownBy(() -> list.setItem(object, object)).isInstanceOf(PythonException.class);
                    assertThatThrownBy(() -> show.call(object, 'c')).isInstanceOf(IllegalArgumentException.class);
                    return true;
                });
            }
            return List.of(before, count.call(object).toLong());
        });

        assertThat(counts.get(1)).isEqualTo(counts.get(0));
    }

    // ---- iteration

    @Test
    void itemsComeInOrderAndAgainForEachLoop(PythonRuntime runtime) {
        List<Object> seen = runtime.attach(py -> {
            List<Object> values = new ArrayList<>();
            Iterable<PyObject> items = py.eval("{'a': 1, 'b': 2}").iterate();
            items.forEach(item -> values.add(item.toText()));
            items.forEach(item -> values.add(item.toText()));
            py.eval("()").iterate().forEach(item -> values.add("nothing"));
            return values;
        });

        assertThat(seen).containsExactly("a", "b", "a", "b");
    }

    @Test
    void anItemIsReleasedWhenTheNextIsAskedFor(PythonRuntime runtime) {
        List<String> alive = runtime.attach(py -> {
            PyObject items = things(py).attr("Things").call(4);
            List<String> moments = new ArrayList<>();
            for (PyObject item : items.iterate()) {
                moments.add(items.callMethod("alive").repr());
                assertThat(item.isNone()).isFalse();
            }
            moments.add(items.callMethod("alive").repr());
            return moments;
        });

        assertThat(alive).containsExactly("[0]", "[1]", "[2]", "[3]", "[]");
    }

    @Test
    void anItemKeptByReferenceStays(PythonRuntime runtime) {
        List<String> alive = runtime.attach(py -> {
            PyObject items = things(py).attr("Things").call(3);
            List<PyRef> kept = new ArrayList<>();
            items.iterate().forEach(item -> kept.add(item.toRef()));
            String whileKept = items.callMethod("alive").repr();
            kept.forEach(PyRef::close);
            return List.of(whileKept, items.callMethod("alive").repr());
        });

        assertThat(alive).containsExactly("[0, 1, 2]", "[]");
    }

    @Test
    void anIteratorThatRaisesMidwayGivesWhatCameBeforeAndThenItsError(PythonRuntime runtime) {
        runtime.attach(py -> {
            Iterator<PyObject> items =
                    things(py).attr("three_then_raise").call().iterate().iterator();
            List<Long> values = new ArrayList<>();

            assertThatThrownBy(() -> items.forEachRemaining(item -> values.add(item.toLong())))
                    .isInstanceOf(PythonException.class)
                    .hasMessage("ValueError: midway");

            assertThat(values).containsExactly(0L, 1L, 2L);
            assertThat(items.hasNext()).isFalse();
            return true;
        });
    }

    @Test
    void thereIsNothingAfterTheEnd(PythonRuntime runtime) {
        runtime.attach(py -> {
            Iterator<PyObject> items = py.eval("[1]").iterate().iterator();
            items.next();

            assertThat(items.hasNext()).isFalse();
            assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
            return true;
        });
    }

    @Test
    void whatCannotBeIteratedIsAnError(PythonRuntime runtime) {
        assertThatThrownBy(() ->
                        runtime.attach(py -> py.value(1).iterate().iterator().hasNext()))
                .hasMessage("TypeError: 'int' object is not iterable");
    }

    // ---- comparisons, names

    @Test
    void identityAndEqualityAreThoseOfPython(PythonRuntime runtime) {
        List<Boolean> answers = runtime.attach(py -> {
            PyObject one = py.eval("[1]");
            PyObject other = py.eval("[1]");
            return List.of(
                    one.isSame(one),
                    one.isSame(other),
                    one.isEqualTo(other),
                    one.isEqualTo(List.of(1)),
                    one.isEqualTo(null),
                    py.none().isNone(),
                    one.isNone());
        });

        assertThat(answers).containsExactly(true, false, true, true, false, true, false);
    }

    @Test
    void aComparisonThatRaisesIsAnError(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("type('E', (), {'__eq__': lambda self, other: 1 / 0})()")
                        .isEqualTo(1)))
                .hasMessage("ZeroDivisionError: division by zero");
    }

    @Test
    void truthIsThatOfPython(PythonRuntime runtime) {
        List<Boolean> truths = runtime.attach(py -> List.of(
                py.eval("[0]").toBoolean(), py.eval("[]").toBoolean(), py.none().toBoolean()));

        assertThat(truths).containsExactly(true, false, false);
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("type('T', (), {'__bool__': lambda self: 1 / 0})()")
                        .toBoolean()))
                .hasMessage("ZeroDivisionError: division by zero");
    }

    @Test
    void instancesAreThoseOfPython(PythonRuntime runtime) {
        List<Boolean> answers = runtime.attach(py -> List.of(
                py.value(true).isInstance(py.eval("int")),
                py.value("1").isInstance(py.eval("int")),
                py.value("1").isInstance(py.eval("(int, str)"))));

        assertThat(answers).containsExactly(true, false, true);
        assertThatThrownBy(() -> runtime.attach(py -> py.value(1).isInstance(py.value(1))))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("TypeError"));
    }

    @Test
    void textAndTypeAreThoseOfPython(PythonRuntime runtime) {
        List<String> texts = runtime.attach(py -> {
            PyObject text = py.value("it's");
            PyObject thing = things(py).attr("Thing").call();
            return List.of(
                    text.str(),
                    text.repr(),
                    text.typeName(),
                    thing.typeName(),
                    py.eval("lambda: 1").typeName());
        });

        assertThat(texts).containsExactly("it's", "\"it's\"", "str", "things.Thing", "function");
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("type('R', (), {'__repr__': lambda self: 1 / 0})()")
                        .repr()))
                .hasMessage("ZeroDivisionError: division by zero");
    }

    // ---- lifetime

    @Test
    void closeReleasesOnceHoweverOftenItIsCalled(PythonRuntime runtime) {
        List<Long> counts = runtime.attach(py -> {
            PyObject count = py.importModule("sys").attr("getrefcount");
            PyObject object = py.eval("object()");
            long alone = count.call(object).toLong();
            PyObject second = py.value(object);
            long together = count.call(object).toLong();
            second.close();
            second.close();
            second.close();
            return List.of(together - alone, count.call(object).toLong() - alone);
        });

        assertThat(counts).containsExactly(1L, 0L);
    }

    @Test
    void aClosedObjectRefusesEveryUse(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject object = py.eval("[1]");
            object.close();

            everyUse()
                    .forEach((name, use) -> assertThatThrownBy(() -> use.accept(object))
                            .as(name)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("this object is closed: close it last, or keep a PyRef"));
            return true;
        });
    }

    @Test
    void aClosedObjectIsNoArgument(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject list = py.eval("[1]");
            PyObject closed = py.eval("[1]");
            closed.close();

            everyArgument(list)
                    .forEach((name, use) -> assertThatThrownBy(() -> use.accept(closed))
                            .as(name)
                            .isInstanceOf(IllegalStateException.class));
            assertThat(list.repr()).isEqualTo("[1]");
            return true;
        });
    }

    @Test
    void anObjectThatAnArgumentClosesWhileItIsConvertedIsNotUsed(PythonRuntime runtime) {
        Map<String, BiConsumer<PyObject, Object>> uses = new LinkedHashMap<>();
        uses.put("call", (object, argument) -> object.call(argument));
        uses.put("call by name", (object, argument) -> object.call(List.of(), Map.of("name", argument)));
        uses.put("item", (object, argument) -> object.item(argument));
        uses.put("setItem", (object, argument) -> object.setItem(0, argument));
        uses.put("setAttr", (object, argument) -> object.setAttr("name", argument));
        uses.put("isEqualTo", (object, argument) -> object.isEqualTo(argument));

        runtime.attach(py -> {
            uses.forEach((name, use) -> {
                PyObject object = things(py).attr("Thing").call();
                Collection<Object> closing = new AbstractCollection<>() {
                    @Override
                    public int size() {
                        return 0;
                    }

                    @Override
                    public Iterator<Object> iterator() {
                        object.close();
                        return List.of().iterator();
                    }
                };

                assertThatThrownBy(() -> use.accept(object, closing))
                        .as(name)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("this object is closed: close it last, or keep a PyRef");
            });
            return true;
        });
    }

    @Test
    void anObjectRefusesEveryUseAfterItsScope(PythonRuntime runtime) {
        List<PyObject> kept = new ArrayList<>();
        runtime.attach(py -> kept.add(py.eval("[1]")));
        PyObject object = kept.get(0);

        runtime.attach(py -> {
            everyUse()
                    .forEach((name, use) -> assertThatThrownBy(() -> use.accept(object))
                            .as(name)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the scope of this token or object has ended: keep objects as PyRef"));
            return true;
        });
        assertThatCode(object::close).doesNotThrowAnyException();
    }

    @Test
    void anObjectRefusesEveryUseOnAnotherThread(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject object = py.eval("[1]");
            String owner = Thread.currentThread().getName();

            Map<String, Consumer<PyObject>> uses = everyUse();
            uses.put("close", PyObject::close);

            py.detach(() -> runtime.submit(other -> {
                        String here = Thread.currentThread().getName();
                        uses.forEach((name, use) -> assertThatThrownBy(() -> use.accept(object))
                                .as(name)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessage("this token or object belongs to thread " + owner + ", not to " + here
                                        + ": attach here, and pass objects between threads as PyRef"));
                        assertThatThrownBy(() -> other.value(object)).isInstanceOf(IllegalStateException.class);
                        return true;
                    })
                    .join());

            assertThat(object.repr()).isEqualTo("[1]");
            return true;
        });
    }

    @Test
    void anObjectRefusesEveryUseOnAnotherThreadWhileItsOwnIsAttached(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject object = py.eval("[1]");
            Map<String, Consumer<PyObject>> uses = everyUse();
            uses.put("close", PyObject::close);
            List<String> refused = new CopyOnWriteArrayList<>();

            // Not attached, and not to be: without the GIL, any use would be the end of the process.
            Thread other = Thread.ofVirtual()
                    .start(() -> uses.forEach((name, use) -> {
                        try {
                            use.accept(object);
                        } catch (IllegalStateException e) {
                            refused.add(name);
                        }
                    }));
            joined(other);

            assertThat(refused).containsExactlyElementsOf(uses.keySet());
            assertThat(object.repr()).isEqualTo("[1]");
            return true;
        });
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anObjectRefusesEveryUseWhileDetached(PythonRuntime runtime) {
        runtime.attach(py -> {
            PyObject object = py.eval("[1]");
            Map<String, Consumer<PyObject>> uses = everyUse();
            uses.put("close", PyObject::close);

            py.detach(() -> {
                uses.forEach((name, use) -> assertThatThrownBy(() -> use.accept(object))
                        .as(name)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("this thread is detached from Python: use objects after detach() returns,"
                                + " or attach again inside it"));
                return true;
            });

            assertThat(object.repr()).isEqualTo("[1]");
            return true;
        });
    }

    @Test
    void toStringIsSafeAnywhere(PythonRuntime runtime) {
        List<PyObject> kept = new ArrayList<>();
        runtime.attach(py -> kept.add(py.eval("[1]")));

        String name = kept.get(0).toString();

        assertThat(name).matches("PyObject at 0x[0-9a-f]+");
    }

    private static PyObject things(Python py) {
        return py.moduleFromSource("things", THINGS, "things.py");
    }

    /** Every public method but close and toString, by name. */
    private static Map<String, Consumer<PyObject>> everyUse() {
        Map<String, Consumer<PyObject>> uses = new LinkedHashMap<>();
        uses.put("attr", object -> object.attr("append"));
        uses.put("findAttr", object -> object.findAttr("append"));
        uses.put("setAttr", object -> object.setAttr("a", 1));
        uses.put("call", PyObject::call);
        uses.put("call with an argument", object -> object.call(1));
        uses.put("call with names", object -> object.call(List.of(), Map.of()));
        uses.put("callMethod", object -> object.callMethod("copy"));
        uses.put("item", object -> object.item(0));
        uses.put("setItem", object -> object.setItem(0, 1));
        uses.put("length", PyObject::length);
        uses.put("iterate", PyObject::iterate);
        uses.put("isNone", PyObject::isNone);
        uses.put("isSame", object -> object.isSame(object));
        uses.put("isEqualTo", object -> object.isEqualTo(1));
        uses.put("isInstance", object -> object.isInstance(object));
        uses.put("toBoolean", PyObject::toBoolean);
        uses.put("toLong", PyObject::toLong);
        uses.put("toDouble", PyObject::toDouble);
        uses.put("toText", PyObject::toText);
        uses.put("toJava", PyObject::toJava);
        uses.put("str", PyObject::str);
        uses.put("repr", PyObject::repr);
        uses.put("typeName", PyObject::typeName);
        uses.put("capsuleAddress", object -> object.capsuleAddress("name"));
        uses.put("toRef", PyObject::toRef);
        return uses;
    }

    /** Every way to pass an object to another one. */
    private static Map<String, Consumer<PyObject>> everyArgument(PyObject list) {
        return Map.of(
                "call", argument -> list.attr("append").call(argument),
                "call by name", argument -> list.attr("sort").call(List.of(), Map.of("key", argument)),
                "callMethod", argument -> list.callMethod("append", argument),
                "setAttr", argument -> list.setAttr("a", argument),
                "item", argument -> list.item(argument),
                "setItem", argument -> list.setItem(0, argument),
                "isSame", argument -> list.isSame(argument),
                "isEqualTo", argument -> list.isEqualTo(argument),
                "isInstance", argument -> list.isInstance(argument),
                "within a list", argument -> list.callMethod("append", List.of(argument)));
    }
}

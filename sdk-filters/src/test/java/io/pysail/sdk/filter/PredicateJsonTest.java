package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PredicateJsonTest {
    static Stream<Arguments> predicates() {
        return Stream.of(
                Arguments.of(
                        new EqualTo(col("a", "b"), Literal.of(1)),
                        "{'type':'EqualTo','column':['a','b'],'value':{'type':'integer','value':1}}"),
                Arguments.of(
                        new EqualNullSafe(col("a"), Literal.of(null)),
                        "{'type':'EqualNullSafe','column':['a'],'value':{'type':'null'}}"),
                Arguments.of(
                        col("a").lt(true),
                        "{'type':'LessThan','column':['a'],'value':{'type':'boolean','value':true}}"),
                Arguments.of(
                        col("a").le(1.5),
                        "{'type':'LessThanOrEqual','column':['a'],'value':{'type':'float','value':1.5}}"),
                Arguments.of(
                        col("a").gt("x"),
                        "{'type':'GreaterThan','column':['a'],'value':{'type':'string','value':'x'}}"),
                Arguments.of(
                        col("a").ge(new BigDecimal("1.20")),
                        "{'type':'GreaterThanOrEqual','column':['a'],'value':{'type':'decimal','value':'1.20'}}"),
                Arguments.of(
                        col("a").in(Arrays.asList(null, 2)),
                        "{'type':'In','column':['a'],'values':[{'type':'null'},{'type':'integer','value':2}]}"),
                Arguments.of(col("a").isNull(), "{'type':'IsNull','column':['a']}"),
                Arguments.of(col("a").isNotNull(), "{'type':'IsNotNull','column':['a']}"),
                Arguments.of(col("a").startsWith("x"), "{'type':'StringStartsWith','column':['a'],'value':'x'}"),
                Arguments.of(col("a").endsWith("x"), "{'type':'StringEndsWith','column':['a'],'value':'x'}"),
                Arguments.of(col("a").contains("x"), "{'type':'StringContains','column':['a'],'value':'x'}"),
                Arguments.of(col("a").isNull().not(), "{'type':'Not','child':{'type':'IsNull','column':['a']}}"),
                Arguments.of(
                        col("a").isNull().and(new AlwaysTrue()),
                        "{'type':'And','parts':[{'type':'IsNull','column':['a']},{'type':'AlwaysTrue'}]}"),
                Arguments.of(
                        col("a").isNull().or(new AlwaysFalse()),
                        "{'type':'Or','parts':[{'type':'IsNull','column':['a']},{'type':'AlwaysFalse'}]}"),
                Arguments.of(
                        new Like(col("a"), "x!_", '!', true),
                        "{'type':'Like','column':['a'],'pattern':'x!_','escape':'!','ignoreCase':true}"),
                Arguments.of(
                        new ColumnComparison(col("a"), Operator.LESS_OR_EQUAL, col("b")),
                        "{'type':'ColumnComparison','left':['a'],'operator':'<=','right':['b']}"));
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void predicatesOfAllKindsAreWrittenAndRead(Predicate predicate, String json) {
        String document = "{'version':1,'predicate':" + json + "}";

        assertThat(predicate.toJson()).isEqualTo(document.replace('\'', '"'));
        assertThat(Predicate.fromJson(predicate.toJson())).isEqualTo(predicate);
    }

    static Stream<Arguments> values() {
        BigInteger large = new BigInteger("9".repeat(2_000));
        return Stream.of(
                Arguments.of(large, "'integer','value':" + large),
                Arguments.of(-0.0, "'float','value':-0.0"),
                Arguments.of(1e300, "'float','value':1.0E300"),
                Arguments.of(Double.NaN, "'float','value':'NaN'"),
                Arguments.of(Double.NEGATIVE_INFINITY, "'float','value':'-Infinity'"),
                Arguments.of(new BigDecimal("1E+3"), "'decimal','value':'1E+3'"),
                Arguments.of("é\ud800", "'string','value':'\\u00E9\\uD800'"),
                Arguments.of(new byte[] {1, -1}, "'binary','value':'Af8='"),
                Arguments.of(LocalDate.of(12024, 1, 31), "'date','value':'+12024-01-31'"),
                Arguments.of(LocalTime.NOON, "'time','value':'12:00:00'"),
                Arguments.of(LocalTime.of(1, 2, 3, 4_000), "'time','value':'01:02:03.000004'"),
                Arguments.of(Instant.MAX, "'timestamp','value':'+1000000000-12-31T23:59:59.999999999Z'"),
                Arguments.of(LocalDateTime.of(2024, 1, 31, 12, 0), "'timestamp_ntz','value':'2024-01-31T12:00:00'"),
                Arguments.of(Duration.ofMillis(-500), "'day_time','value':'PT-0.5S'"),
                Arguments.of(Duration.ofSeconds(Long.MIN_VALUE), "'day_time','value':'PT-2562047788015215H-30M-8S'"),
                Arguments.of(Period.ofMonths(Integer.MIN_VALUE), "'year_month','value':-2147483648"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfAllKindsAreWrittenAndRead(Object value, String json) {
        Predicate predicate = col("a").eq(value);

        String written = predicate.toJson();

        assertThat(written).contains("{\"type\":" + json.replace('\'', '"') + "}");
        assertThat(Predicate.fromJson(written)).isEqualTo(predicate);
    }

    @Test
    void severalPredicatesAreWrittenTogether() {
        List<Predicate> predicates = List.of(col("a").isNull(), new AlwaysTrue());

        String json = Predicate.toJson(predicates);

        assertThat(json)
                .isEqualTo(
                        "{\"version\":1,\"predicates\":[{\"type\":\"IsNull\",\"column\":[\"a\"]},{\"type\":\"AlwaysTrue\"}]}");
        assertThat(Predicate.listFromJson(json)).isEqualTo(predicates);
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        String json = "{\"predicate\":{\"column\":[\"a\"],\"type\":\"IsNull\"}, \"version\":1}";

        assertThat(Predicate.fromJson(json)).isEqualTo(col("a").isNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | 0 | expected a value",
                "[] | 0 | expected an object",
                "{} | 0 | 'version' is missing",
                "{'version':2} | 11 | the JSON is of version 2, but this SDK reads version 1 only",
                "{'version':1.0} | 11 | expected an integer",
                "{'version':1,'filter':5} | 22 | 'filter' is not known here",
                "{'version':1,'predicate':5} | 25 | expected an object",
                "{'version':1,'predicate':{'type':'Maybe'}} | 33 | there is no predicate 'Maybe'",
                "{'version':1,'predicate':{'type':'AlwaysTrue','x':1}} | 50 | 'x' is not known here",
                "{'version':1,'predicate':{'type':'IsNull'}} | 25 | 'column' is missing",
                "{'version':1,'predicate':{'type':'IsNull','column':'a'}} | 51 | expected an array",
                "{'version':1,'predicate':{'type':'IsNull','column':[]}} | 51 | a column has a name",
                "{'version':1,'predicate':{'type':'IsNull','column':[1]}} | 52 | expected a string",
                "{'version':1,'predicate':{'type':'AlwaysTrue'}} x | 48 | this is no JSON: Unrecognized token",
                "{'version':1,'predicate':{'type':'AlwaysTrue'}} 5 | 48 | expected the end",
            })
    void whatIsWrongIsNamedWithItsPosition(String json, int position, String message) {
        PredicateException error = Failures.of(() -> Predicate.fromJson(json.replace('\'', '"')));

        assertThat(error).hasMessageStartingWith(message.replace('\'', '"'));
        assertThat(error.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'money','value':1} | there is no type of values 'money'",
                "{'type':'null','value':null} | 'value' is not known here",
                "{'type':'integer'} | 'value' is missing",
                "{'type':'integer','value':1.5} | expected an integer",
                "{'type':'integer','value':'1'} | expected an integer",
                "{'type':'float','value':1e999} | expected a number in double precision",
                "{'type':'float','value':'nan'} | expected a number, 'NaN'",
                "{'type':'float','value':null} | expected a number in double precision",
                "{'type':'boolean','value':1} | expected true or false",
                "{'type':'decimal','value':'x'} | this is no value of type 'decimal'",
                "{'type':'binary','value':'Af8'} | this is no value of type 'binary'",
                "{'type':'date','value':'2024-02-30'} | this is no value of type 'date'",
                "{'type':'day_time','value':'PT'} | this is no value of type 'day_time'",
                "{'type':'year_month','value':2147483648} | so many months do not fit into 32 bits",
                "{'type':'string','value':'x','value':'y'} | this is no JSON: Duplicate",
            })
    void wrongValuesAreRefused(String literal, String message) {
        String json = "{'version':1,'predicate':{'type':'EqualTo','column':['a'],'value':" + literal + "}}";

        PredicateException error = Failures.of(() -> Predicate.fromJson(json.replace('\'', '"')));

        assertThat(error).hasMessageStartingWith(message.replace('\'', '"'));
        assertThat(error.position()).isPositive();
    }

    @Test
    void aPatternWithAWrongEscapeIsRefused() {
        String json = new Like(col("a"), "x!_", '!', false).toJson().replace("!_", "!x");

        PredicateException error = Failures.of(() -> Predicate.fromJson(json));

        assertThat(error).hasMessageContaining("stands before neither %, _ nor itself");
    }

    @Test
    void predicatesMayLieWithinEachOtherToALimit() {
        Predicate deepest = col("a").isNull();
        for (int depth = 1; depth < 500; depth++) {
            deepest = depth % 2 == 0
                    ? new And(List.of(deepest, new AlwaysTrue()))
                    : new Or(List.of(deepest, new AlwaysFalse()));
        }
        Predicate deeper = deepest.not();

        assertThat(Predicate.fromJson(deepest.toJson())).isEqualTo(deepest);
        assertThat(Failures.of(deeper::toJson)).hasMessage("predicates are nested deeper than 500 levels");
    }

    @Test
    void nestingWithoutEndIsRefusedAndDoesNotOverflowTheStack() {
        String negations = "{\"version\":1,\"predicate\":" + "{\"type\":\"Not\",\"child\":".repeat(600);
        String arrays = "[".repeat(1_000_000);

        assertThat(Failures.of(() -> Predicate.fromJson(negations))).isNotNull();
        assertThat(Failures.of(() -> Predicate.fromJson(arrays))).isNotNull();
    }
}

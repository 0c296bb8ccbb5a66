package io.pysail.sdk.filter;

/**
 * A text column compared with a part of its text. Unknown if the column is null.
 *
 * @since 0.1
 */
public sealed interface StringMatch extends Filter permits StringStartsWith, StringEndsWith, StringContains {
    /**
     * What is looked at.
     *
     * @return a column of text
     */
    Column column();

    /**
     * What is looked for, as it is: no character stands for others.
     *
     * @return the part
     */
    String value();
}

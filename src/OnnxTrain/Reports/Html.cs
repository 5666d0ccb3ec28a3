using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>HTML elements that are also XML elements: escaped by the writer, and closed where HTML requires an end tag.</summary>
internal static partial class Html
{
    /// <summary>An element with an end tag, which HTML requires even for empty content.</summary>
    public static XElement Element(string name, params object?[] content) => new(name, "", content);

    /// <summary>An element without content, such as those of SVG.</summary>
    public static XElement Empty(string name, params object?[] attributes) => new(name, attributes);

    public static XAttribute Attribute(string name, string value) => new(name, Text(value));

    /// <summary>A coordinate: hundredths of a pixel are enough.</summary>
    public static XAttribute Attribute(string name, double value) => new(name, Number(value));

    public static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    public static XAttribute Class(string name) => new("class", name);

    /// <summary>A text that is valid in a document: characters that XML does not allow become �.</summary>
    public static string Text(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var characters = text.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (XmlConvert.IsXmlChar(characters[i])) continue;
            if (i + 1 < characters.Length && XmlConvert.IsXmlSurrogatePair(characters[i + 1], characters[i])) i++;
            else characters[i] = '\uFFFD';
        }

        return new(characters);
    }

    /// <summary>
    /// A text whose options, dates and small numbers, such as --learning-rate, 2024-03-01 and 1.5e-05, stay on one line: a browser breaks
    /// lines behind hyphens.
    /// </summary>
    public static IEnumerable<object> Prose(string text)
    {
        text = Text(text);
        var end = 0;
        foreach (var whole in Whole().Matches(text).Cast<Match>())
        {
            yield return text[end..whole.Index];
            end = whole.Index + whole.Length;
            yield return Element("span", Class("whole"), text[whole.Index..end]);
        }

        yield return text[end..];
    }

    public static XElement Paragraph(string text) => Element("p", Prose(text));

    /// <summary>Labels and texts side by side.</summary>
    public static XElement Facts(IEnumerable<ReportFact> facts) => Element(
        "dl", facts.Select(f => Element("div", Element("dt", Text(f.Label)), Element("dd", Prose(f.Text)))));

    /// <summary>
    /// A table with a caption; all columns except the first <paramref name="texts"/> hold numbers. It scrolls if it is too wide, or too
    /// tall where <paramref name="isTall"/> is set.
    /// </summary>
    public static XElement Table(
        string caption, int texts, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, bool isTall = false) =>
        Element(
            "div", Class(isTall ? "scroll tall" : "scroll"), Attribute("tabindex", "0"), Attribute("role", "region"),
            Attribute("aria-label", caption),
            Element(
                "table", Element("caption", Text(caption)),
                Element("thead", Element("tr", header.Select((h, i) => Element("th", Attribute("scope", "col"), Kind(i, texts), Text(h))))),
                Element(
                    "tbody",
                    rows.Select(row =>
                        Element(
                            "tr",
                            row.Select(
                                (cell, i) =>
                                    i == 0
                                        ? Element("th", Attribute("scope", "row"), Text(cell))
                                        : Element("td", Kind(i, texts), i < texts ? Prose(cell) : Text(cell))))))));

    [GeneratedRegex("(?<![^\\s(,'])--?[a-z][a-z0-9-]*|\\b[0-9]{4}-[0-9]{2}(-[0-9]{2})?\\b|\\b[0-9.]+[eE]-[0-9]+")]
    private static partial Regex Whole();

    private static XAttribute? Kind(int column, int texts) => column < texts ? null : Class("number");
}

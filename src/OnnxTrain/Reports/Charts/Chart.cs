using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>A chart as an SVG element: axes with ticks, and marks. Colours and fonts come from the style of the page.</summary>
internal sealed class Chart
{
    private const double Width = 460, Height = 290, Left = 90, Margin = 16, Top = 12, Bottom = 50;

    /// <summary>The number of series with a name at the end of their lines; more do not fit.</summary>
    private const int MostNamed = 4;

    private const int LongestName = 11, MarkersPerLine = 5;
    private const double LetterWidth = 7.9, NameHeight = 16;

    private readonly ChartAxis _x;
    private readonly ChartAxis _y;
    private readonly List<XElement> _marks = [];
    private readonly List<(string Name, double Y)> _names = [];

    /// <summary>The width on the right of the frame.</summary>
    private readonly double _right = Margin;

    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="names">The names of the series, for which there is room beside the chart if they are few.</param>
    public Chart(ChartAxis x, ChartAxis y, params IReadOnlyList<string> names)
    {
        (_x, _y) = (x, y);
        if (names.Count is > 1 and <= MostNamed) _right = Margin + (names.Max(name => Short(name).Length) * LetterWidth);
    }

    /// <summary>A line through points in the style of a series, with markers, and with its name at its end if there is room.</summary>
    public void Series(IReadOnlyList<(double X, double Y)> points, int series, string name)
    {
        Line(points, Figure.Style(series));
        (double X, double Y)[] drawn = [.. points.Where(IsDrawn)];
        if (drawn.Length == 0) return;
        var between = Math.Max(1, drawn.Length / MarkersPerLine);
        for (var i = drawn.Length > MarkersPerLine ? between * (1 + (series % 2)) / 2 : 0; i < drawn.Length - 1; i += between)
            _marks.Add(Marker.At(series, X(drawn[i].X), Y(drawn[i].Y)));
        _marks.Add(Marker.At(series, X(drawn[^1].X), Y(drawn[^1].Y)));
        if (_right > Margin) _names.Add((Short(name), Y(drawn[^1].Y)));
    }

    /// <summary>A line through points, broken at points that are not finite (or not positive, on a logarithmic axis).</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string style)
    {
        var run = new List<string>();
        foreach (var (x, y) in points)
        {
            if (IsDrawn((x, y)))
                run.Add($"{Html.Number(X(x))},{Html.Number(Y(y))}");
            else
                End();
        }

        End();

        void End()
        {
            if (run.Count == 1)
                _marks.Add(
                    Html.Empty(
                        "circle", Html.Class($"dot {style}"), Html.Attribute("cx", run[0].Split(',')[0]),
                        Html.Attribute("cy", run[0].Split(',')[1]), Html.Attribute("r", 3)));
            else if (run.Count > 1)
                _marks.Add(Html.Empty("polyline", Html.Class($"line {style}"), Html.Attribute("points", string.Join(' ', run))));
            run.Clear();
        }
    }

    public void Dots(IEnumerable<(double X, double Y)> points, string style) =>
        _marks.AddRange(
            points
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))
                .Select(p =>
                    Html.Empty(
                        "circle", Html.Class($"point {style}"), Html.Attribute("cx", X(p.X)), Html.Attribute("cy", Y(p.Y)),
                        Html.Attribute("r", 2.6))));

    /// <summary>A bar from the bottom of the chart up to <paramref name="value"/>.</summary>
    public void Bar(double from, double to, double value, string style) => _marks.Add(Html.Empty(
        "rect", Html.Class($"bar {style}"), Html.Attribute("x", X(from) + 0.5), Html.Attribute("y", Y(value)),
        Html.Attribute("width", Math.Max(1, X(to) - X(from) - 1)), Html.Attribute("height", Math.Max(0, Y(_y.Low) - Y(value)))));

    /// <summary>A vertical line with a label at its top.</summary>
    public void Mark(double x, string text)
    {
        _marks.Add(
            Html.Empty(
                "line", Html.Class("mark"), Html.Attribute("x1", X(x)), Html.Attribute("x2", X(x)), Html.Attribute("y1", Top),
                Html.Attribute("y2", Height - Bottom)));
        var isRight = X(x) > Width * 0.6;
        _marks.Add(Label(X(x) + (isRight ? -5 : 5), Top + 14, isRight ? "end" : "start", text));
    }

    /// <summary>The finished chart, with a title and a description for those who cannot see it.</summary>
    public XElement ToSvg(string id, string title, string description) =>
        Svg(
            id, title, description, Width, Height,
            [
                .. _y.Ticks.SelectMany(t =>
                    new[]
                    {
                        Html.Empty(
                            "line", Html.Class("grid"), Html.Attribute("x1", Left), Html.Attribute("x2", Width - _right),
                            Html.Attribute("y1", Y(t.Value)), Html.Attribute("y2", Y(t.Value))),
                        Label(Left - 7, Y(t.Value) + 5, "end", t.Text),
                    }),
                .. _x.Ticks.SelectMany(t =>
                    new[]
                    {
                        Html.Empty(
                            "line", Html.Class("grid"), Html.Attribute("x1", X(t.Value)), Html.Attribute("x2", X(t.Value)),
                            Html.Attribute("y1", Top), Html.Attribute("y2", Height - Bottom)),
                        Label(X(t.Value), Height - Bottom + 19, "middle", t.Text),
                    }),
                Html.Empty(
                    "rect", Html.Class("frame"), Html.Attribute("x", Left), Html.Attribute("y", Top),
                    Html.Attribute("width", Width - _right - Left), Html.Attribute("height", Height - Bottom - Top)),
                Label(Left + ((Width - _right - Left) / 2), Height - 8, "middle", _x.Label),
                Turned(15, Top + ((Height - Bottom - Top) / 2), _y.Label),
                .. _marks,
                .. Names(),
            ]);

    /// <summary>An SVG picture that scales with the page, with a title and a description.</summary>
    public static XElement Svg(string id, string title, string description, double width, double height, IEnumerable<XElement> content) =>
        Html.Element(
            "svg", Html.Attribute("viewBox", $"0 0 {Html.Number(width)} {Html.Number(height)}"), Html.Attribute("role", "img"),
            Html.Attribute("aria-labelledby", $"{id}-title {id}-description"),
            Html.Element("title", Html.Attribute("id", $"{id}-title"), Html.Text(title)),
            Html.Element("desc", Html.Attribute("id", $"{id}-description"), Html.Text(description)), content);

    public static XElement Label(double x, double y, string anchor, string text, string? style = null) =>
        Html.Element(
            "text", Html.Attribute("x", x), Html.Attribute("y", y), Html.Attribute("text-anchor", anchor),
            style is null ? null : Html.Class(style), Html.Text(text));

    public static XElement Turned(double x, double y, string text)
    {
        var label = Label(x, y, "middle", text);
        label.Add(Html.Attribute("transform", $"rotate(-90 {Html.Number(x)} {Html.Number(y)})"));
        return label;
    }

    /// <summary>The names at the ends of the lines, apart from each other.</summary>
    private IEnumerable<XElement> Names()
    {
        var (last, left) = (double.NegativeInfinity, _names.Count);
        foreach (var (name, y) in _names.OrderBy(n => n.Y))
        {
            var lowest = Height - Bottom - (NameHeight * --left);
            last = Math.Min(lowest, Math.Max(y + 5, last + NameHeight));
            yield return Label(Width - _right + 9, last, "start", name);
        }
    }

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";

    private bool IsDrawn((double X, double Y) point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y) && (!_y.IsLog || point.Y > 0) && (!_x.IsLog || point.X > 0);

    private double X(double value) => Left + (_x.Place(value) * (Width - _right - Left));

    private double Y(double value) => Height - Bottom - (_y.Place(value) * (Height - Bottom - Top));
}

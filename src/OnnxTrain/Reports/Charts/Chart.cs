using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>A chart as an SVG element: axes with ticks, and marks. Colours and fonts come from the style of the page.</summary>
internal sealed class Chart
{
    private const double Width = 460, Height = 290, Left = 90, Right = 16, Top = 12, Bottom = 50;

    private readonly ChartAxis _x;
    private readonly ChartAxis _y;
    private readonly List<XElement> _marks = [];

    public Chart(ChartAxis x, ChartAxis y) => (_x, _y) = (x, y);

    /// <summary>A line through points, broken at points that are not finite (or not positive, on a logarithmic axis).</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string style)
    {
        var run = new List<string>();
        foreach (var (x, y) in points)
        {
            if (double.IsFinite(x) && double.IsFinite(y) && (!_y.IsLog || y > 0) && (!_x.IsLog || x > 0))
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
                            "line", Html.Class("grid"), Html.Attribute("x1", Left), Html.Attribute("x2", Width - Right),
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
                    Html.Attribute("width", Width - Right - Left), Html.Attribute("height", Height - Bottom - Top)),
                Label(Left + ((Width - Right - Left) / 2), Height - 8, "middle", _x.Label),
                Turned(15, Top + ((Height - Bottom - Top) / 2), _y.Label),
                .. _marks,
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

    private double X(double value) => Left + (_x.Place(value) * (Width - Right - Left));

    private double Y(double value) => Height - Bottom - (_y.Place(value) * (Height - Bottom - Top));
}

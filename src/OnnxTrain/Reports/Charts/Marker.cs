using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>The shapes that tell series apart without colour.</summary>
internal static class Marker
{
    /// <summary>Corners around it: square, triangle, diamond, lower triangle, cross, bar, hourglass. The first is a circle.</summary>
    private static readonly (double X, double Y)[][] Corners =
    [
        [(-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2)],
        [(0, -4.6), (4.4, 3.2), (-4.4, 3.2)],
        [(0, -4.8), (4.2, 0), (0, 4.8), (-4.2, 0)],
        [(0, 4.6), (4.4, -3.2), (-4.4, -3.2)],
        [(-1.4, -4.6), (1.4, -4.6), (1.4, -1.4), (4.6, -1.4), (4.6, 1.4), (1.4, 1.4), (1.4, 4.6), (-1.4, 4.6), (-1.4, 1.4), (-4.6, 1.4),
            (-4.6, -1.4), (-1.4, -1.4)],
        [(-1.6, -5), (1.6, -5), (1.6, 5), (-1.6, 5)],
        [(-4, -4.4), (4, -4.4), (-4, 4.4), (4, 4.4)],
    ];

    /// <summary>The marker of a series at a place.</summary>
    public static XElement At(int series, double x, double y)
    {
        var style = Html.Class($"shape {Figure.Style(series)}");
        return series % Figure.Styles == 0
            ? Html.Empty("circle", style, Html.Attribute("cx", x), Html.Attribute("cy", y), Html.Attribute("r", 3.4))
            : Html.Empty(
                "polygon", style,
                Html.Attribute(
                    "points",
                    string.Join(
                        ' ', Corners[(series % Figure.Styles) - 1].Select(c => $"{Html.Number(x + c.X)},{Html.Number(y + c.Y)}"))));
    }
}

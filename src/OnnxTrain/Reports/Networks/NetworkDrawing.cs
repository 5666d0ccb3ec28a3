using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>A drawing of a network from top to bottom: a column for each input until they meet, then one.</summary>
internal static class NetworkDrawing
{
    /// <summary>The number of inputs or outputs beside each other; further ones are left out.</summary>
    private const int MostColumns = 4;

    private const double OneWidth = 460, OneBox = 320, BoxWidth = 216, Gap = 20, Line = 19, Padding = 11, Below = 26, Small = 13;

    public static XElement Figure(IReadOnlyList<DrawnLayer> layers, string description)
    {
        var column = Columns(layers);
        var columns = Math.Min(MostColumns, column.Values.Max() + 1);
        var box = columns == 1 ? OneBox : BoxWidth;
        var width = Math.Max(OneWidth, (columns * (BoxWidth + Gap)) + Gap);
        var start = (width - (columns * box) - ((columns - 1) * Gap)) / 2;
        var places = new Dictionary<DrawnLayer, (double X, double Y, double Height)>();
        var bottom = new double[columns];
        foreach (var layer in layers.Where(layer => column[layer] < columns))
        {
            var height = (2 * Padding) + (Line * Lines(layer, box).Count) - 4;
            var isShared = layer.From.Count > 1;
            var y = isShared ? bottom.Max() : Math.Max(bottom[column[layer]], layer.From.Select(Bottom).DefaultIfEmpty(4).Max());
            places[layer] = (start + (column[layer] * (box + Gap)), y, height);
            bottom[column[layer]] = y + height + Below;
            if (isShared) Array.Fill(bottom, y + height + Below);
        }

        var content = new List<XElement>();
        foreach (var (layer, place) in places)
        {
            foreach (var from in layer.From.Where(places.ContainsKey)) content.Add(Way(places[from], place, box));
            content.AddRange(Box(layer, place, box));
        }

        var hidden = layers.Count(layer => column[layer] >= columns);
        var caption = "From the inputs at the top to the outputs: the shape that each layer yields, and its parameters."
            + (hidden > 0 ? Invariant($" {hidden} boxes of further inputs or outputs are left out.") : "");
        return OnnxTrain.Figure.Of(
            "Layers of the network",
            Chart.Svg("network-drawing", "Layers of the network", description, width, bottom.Max() - Below + 4, content), caption,
            isWide: columns > 2);

        double Bottom(DrawnLayer from) => places.TryGetValue(from, out var place) ? place.Y + place.Height + Below : 4;
    }

    /// <summary>An input begins a column, and a layer continues that of the first layer before it that no other has continued.</summary>
    private static Dictionary<DrawnLayer, int> Columns(IReadOnlyList<DrawnLayer> layers)
    {
        var (column, ends, next) = (new Dictionary<DrawnLayer, int>(), new HashSet<DrawnLayer>(), 0);
        foreach (var layer in layers)
        {
            var free = layer.From.FirstOrDefault(from => !ends.Contains(from));
            if (free is null && layer is { IsEnd: true, From: [var last] })
            {
                var before = layers.TakeWhile(other => other != layer).Count(other => other.IsEnd && other.From.Contains(last));
                column[layer] = column[last] + before;
                continue;
            }

            column[layer] = free is null ? layer.From.Count > 0 ? column[layer.From[0]] : next++ : column[free];
            if (layer.IsEnd && layer.From.Count > 0) ends.Add(layer.From[0]);
            ends.UnionWith(layer.From);
        }

        return column;
    }

    private static List<(string Text, double Size)> Lines(DrawnLayer layer, double box)
    {
        var lines = new List<(string, double)> { (Cut(layer.Heading, box, 15), 15) };
        if (layer.Then.Count > 0) lines.Add((Cut(string.Join(", ", layer.Then), box, Small), Small));
        if (layer.Size is not { Length: > 0 } size) return lines;
        var room = (int)(box / (Small * 0.56));
        if (size.Length <= room) lines.Add((size, Small));
        else lines.AddRange(size.Split(" · ").Select(part => (Cut(part, box, Small), Small)));
        return lines;
    }

    private static string Cut(string text, double box, double size)
    {
        var most = (int)((box - 12) / (size * 0.56));
        return text.Length <= most ? text : $"{text[..(most - 1)]}…";
    }

    private static IEnumerable<XElement> Box(DrawnLayer layer, (double X, double Y, double Height) place, double box)
    {
        yield return Html.Empty(
            "rect", Html.Class(layer.IsEnd ? "box end" : "box"), Html.Attribute("x", place.X), Html.Attribute("y", place.Y),
            Html.Attribute("width", box), Html.Attribute("height", place.Height), Html.Attribute("rx", 7));
        var lines = Lines(layer, box);
        for (var i = 0; i < lines.Count; i++)
        {
            var label = Chart.Label(
                place.X + (box / 2), place.Y + Padding + (Line * i) + 12, "middle", lines[i].Text, i == 0 ? "cell name" : null);
            label.Add(Html.Attribute("font-size", lines[i].Size));
            yield return label;
        }
    }

    /// <summary>A line from the bottom of a box to the top of another, with a head.</summary>
    private static XElement Way((double X, double Y, double Height) from, (double X, double Y, double Height) to, double box)
    {
        var (x1, y1, x2, y2) = (from.X + (box / 2), from.Y + from.Height, to.X + (box / 2), to.Y);
        var bend = y2 - (Below / 2);
        (double X, double Y)[] points = x1 == x2
            ? [(x1, y1), (x2, y2), (x2 - 4, y2 - 6), (x2, y2), (x2 + 4, y2 - 6)]
            : [(x1, y1), (x1, bend), (x2, bend), (x2, y2), (x2 - 4, y2 - 6), (x2, y2), (x2 + 4, y2 - 6)];
        return Html.Empty(
            "polyline", Html.Class("way"),
            Html.Attribute("points", string.Join(' ', points.Select(p => $"{Html.Number(p.X)},{Html.Number(p.Y)}"))));
    }
}

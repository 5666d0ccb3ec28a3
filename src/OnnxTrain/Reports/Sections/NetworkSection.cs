using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>The network as a drawing and as a table.</summary>
internal static class NetworkSection
{
    public static IReadOnlyList<XElement> Of(TrainingReport report)
    {
        if (report.Model is not { } model || NetworkOutline.Of(model) is not { Count: > 0 } layers) return [];
        var total = Invariant($"{model.ParameterCount:N0} trainable parameters");
        return
        [
            Html.Element(
                "div", Html.Class("figures"),
                NetworkDrawing.Figure(layers, $"{string.Join(" → ", layers.Select(l => l.Heading))}; {total}."),
                Html.Element(
                    "div",
                    Html.Table(
                        total, 2, ["layer", "output", "parameters"],
                        layers.Select(layer => (string[])
                        [
                            string.Join(", ", layer.Then.Prepend(layer.Heading)),
                            string.Join(", ", new[] { layer.Text, layer.ShapeText }.Where(text => text.Length > 0)),
                            layer.Parameters > 0 ? Invariant($"{layer.Parameters:N0}") : "",
                        ])))),
        ];
    }
}

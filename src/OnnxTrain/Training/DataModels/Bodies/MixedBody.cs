using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// One of the <see cref="ImageNetworks"/> for each image, which turns it into a few numbers, and a multilayer perceptron on these numbers
/// and the row of all other features.
/// </summary>
/// <param name="Network">The network's name.</param>
/// <param name="Numbers">The number of features extracted from each image.</param>
/// <param name="Perceptron">The network that follows.</param>
internal sealed record MixedBody(string Network, int Numbers, PerceptronBody Perceptron) : ModelBody
{
    public const string Name = "mixed";

    public override string Kind => Name;

    public override int Layers => Perceptron.Layers;

    public override Module New(IReadOnlyList<Feature> features, int outputs)
    {
        ImageFeature[] images = [.. features.OfType<ImageFeature>()];
        var width = Width(features);
        return new MixedNetwork(
            [.. images.Select(image => ImageNetworks.Create(Network, image.Channels, Numbers, image.Height, image.Width))],
            Perceptron.New(checked(width + (images.Length * Numbers)), outputs),
            hasRow: width > 0);
    }

    public override string Describe(IReadOnlyList<Feature> features, int outputs)
    {
        var images = features.Count(feature => feature is ImageFeature);
        return Invariant($"{Network} → {Numbers} numbers of {(images == 1 ? "the image" : "each image")}; ")
            + Perceptron.Describe(Width(features) + (images * Numbers), outputs);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("network", Network);
        json.WriteNumber("numbers", Numbers);
        Perceptron.Write(json);
    }

    public static new MixedBody Read(JsonElement json) =>
        new(SpecJson.Text(json.GetProperty("network")), json.GetProperty("numbers").GetInt32(), PerceptronBody.Read(json));
}

using System.Text.Json;

namespace OnnxTrain;

/// <summary>One of the <see cref="ImageNetworks"/>, on one image.</summary>
internal sealed record ImageBody(string Network) : ModelBody
{
    public const string Name = "image";

    public override string Kind => Name;

    public override Module New(IReadOnlyList<Feature> features, int outputs) => features is [ImageFeature image]
        ? ImageNetworks.Create(Network, image.Channels, outputs, image.Height, image.Width)
        : throw new ArgumentException($"The network '{Network}' takes one image and no other feature.");

    public override string Describe(IReadOnlyList<Feature> features, int outputs) => Network;

    public override void Write(Utf8JsonWriter json) => json.WriteString("network", Network);

    public static new ImageBody Read(JsonElement json) => new(SpecJson.Text(json.GetProperty("network")));
}

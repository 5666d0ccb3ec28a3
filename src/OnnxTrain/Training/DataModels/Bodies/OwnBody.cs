using System.Text.Json;

namespace OnnxTrain;

/// <summary>A custom network, which a file cannot describe.</summary>
internal sealed record OwnBody : ModelBody
{
    public const string Name = "own";

    public override string Kind => Name;

    public override Module New(IReadOnlyList<Feature> features, int outputs) =>
        throw new ArgumentException("The file has a custom network; pass the network as an argument.");

    public override string Describe(IReadOnlyList<Feature> features, int outputs) => "a network of the user's own";

    public override void Write(Utf8JsonWriter json)
    {
    }
}

using System.Text.Json;

namespace OnnxTrain;

/// <summary>A network of the user's own, which a file cannot tell.</summary>
internal sealed record OwnBody : ModelBody
{
    public const string Name = "own";

    public override string Kind => Name;

    public override Module New(IReadOnlyList<Feature> features, int outputs) =>
        throw new ArgumentException("The network is one of the user's own; give it.");

    public override string Describe(IReadOnlyList<Feature> features, int outputs) => "a network of the user's own";

    public override void Write(Utf8JsonWriter json)
    {
    }
}

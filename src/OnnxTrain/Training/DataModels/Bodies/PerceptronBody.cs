using System.Text.Json;

namespace OnnxTrain;

/// <summary>A multilayer perceptron on a row of numbers.</summary>
internal sealed record PerceptronBody(IReadOnlyList<int> Hidden, Activation Activation, double Dropout) : ModelBody
{
    public const string Name = "perceptron";

    public override string Kind => Name;

    public override int Layers => Hidden.Count;

    public override Module New(IReadOnlyList<Feature> features, int outputs) => New(Width(features), outputs);

    /// <summary>The network for the given number of inputs.</summary>
    public Module New(int inputs, int outputs) => new MultilayerNetwork(inputs, Hidden, outputs, Activation, Dropout);

    public override string Describe(IReadOnlyList<Feature> features, int outputs) => Describe(Width(features), outputs);

    /// <summary>The widths of the layers, and what is between them.</summary>
    public string Describe(int inputs, int outputs) =>
        string.Join(" → ", Hidden.Prepend(inputs).Append(outputs).Select(width => Invariant($"{width}")))
            + (Hidden.Count > 0 ? $", {Activation.Text()}" : "")
            + (Dropout > 0 ? Invariant($", dropout {Dropout}") : "");

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("hidden");
        foreach (var units in Hidden) json.WriteNumberValue(units);
        json.WriteEndArray();
        json.WriteString("activation", Activation.ToString());
        json.WriteNumber("dropout", Dropout);
    }

    public static new PerceptronBody Read(JsonElement json) => new(
        [.. json.GetProperty("hidden").EnumerateArray().Select(e => e.GetInt32())],
        SpecJson.Enum<Activation>(json.GetProperty("activation")),
        SpecJson.Number(json.GetProperty("dropout")));
}

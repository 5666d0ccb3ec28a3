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

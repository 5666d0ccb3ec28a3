using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// The manifest <c>training.json</c>: what a program must know about the files of a training step to run it, such as which output feeds
/// which input.
/// </summary>
internal sealed record TrainingManifest
{
    /// <summary>The name of the format in the file.</summary>
    public const string Format = "onnxtrain-training-1";

    /// <summary>Inputs of the step other than variables: their roles, names and types.</summary>
    public required IReadOnlyList<(string Role, string Name, TensorType Type)> Inputs { get; init; }

    /// <summary>Outputs of the step other than variables.</summary>
    public required IReadOnlyList<(string Role, string Name, TensorType Type)> Outputs { get; init; }

    public required IReadOnlyList<TrainingVariable> Variables { get; init; }

    /// <summary>The learning rate of the optimizer.</summary>
    public required double LearningRate { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>The seed as the input takes it; numbers from 2⁶³ on have the same bits.</summary>
    public required long Seed { get; init; }

    /// <summary>The names of the classes, in the order of the labels; empty unless the model classifies.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The checksum of model.onnx, to which the positions of the variables refer.</summary>
    public required string ModelChecksum { get; init; }

    /// <summary>SHA-256 in hexadecimal digits.</summary>
    public static string Checksum(ReadOnlySpan<byte> model) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(model));

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartObject("files");
            json.WriteString("training", TrainingFiles.TrainingName);
            json.WriteString("initial", TrainingFiles.InitialName);
            json.WriteString("weights", TrainingFiles.WeightsName);
            json.WriteString("inference", TrainingFiles.InferenceName);
            json.WriteString("model", TrainingFiles.ModelName);
            json.WriteEndObject();
            json.WriteString("model_sha256", ModelChecksum);
            json.WriteNumber("learning_rate", LearningRate);
            json.WriteNumber("batch_size", BatchSize);
            json.WriteNumber("seed", Seed);
            json.WriteStartArray("classes");
            foreach (var name in Classes) json.WriteStringValue(name);
            json.WriteEndArray();
            WriteValues(json, "inputs", Inputs);
            WriteValues(json, "outputs", Outputs);
            json.WriteStartArray("variables");
            foreach (var variable in Variables) variable.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>
    /// The variables of a manifest, and the checksum of the model that it belongs to; null in manifests of an earlier version.
    /// </summary>
    /// <exception cref="DataException">The text is not a manifest.</exception>
    public static (IReadOnlyList<TrainingVariable> Variables, string? ModelChecksum) Parse(string text, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.GetProperty("format").GetString() is var format && format != Format)
                throw new DataException($"{path} is '{format}'; this release reads '{Format}'.");
            var checksum = root.TryGetProperty("model_sha256", out var given)
                ? given.GetString() ?? throw new FormatException("the checksum is null")
                : null;
            return ([.. root.GetProperty("variables").EnumerateArray().Select(TrainingVariable.Read)], checksum);
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
                        or OverflowException)
        {
            throw new DataException($"{path} is not the description of training files: {e.Message}", e);
        }
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyList<(string Role, string Name, TensorType Type)> values)
    {
        json.WriteStartArray(name);
        foreach (var (role, own, type) in values)
        {
            json.WriteStartObject();
            json.WriteString("role", role);
            json.WriteString("name", own);
            TrainingVariable.WriteType(json, type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

using System.Text.Json.Serialization;

namespace OnnxTrain;

/// <summary>Reads and writes the state of a run without reflection; numbers come back with the same bits.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;

using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>A model in ONNX Runtime, on the CPU with one thread, fed and read as the references are.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxSession(ModelProto model)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        _session = new(model.ToByteArray(), options);
    }

    public void Dispose() => _session.Dispose();

    public Nd[] Run(Value[] inputs, Nd[] data)
    {
        TensorData[] feeds =
        [
            .. inputs.Select((x, i) =>
            {
                Shape shape = [.. data[i].Sizes.Select(size => (Dimension)size)];
                return x.ElementType == ElementType.String
                    ? TensorData.Of<string>(data[i].Words, shape)
                    : TensorData.OfNumbers(data[i].Items, shape, x.ElementType);
            }),
        ];
        return [.. Run([.. inputs.Select(x => ((InputValue)x).Name)], feeds).Select(Read)];
    }

    /// <summary>The outputs for the inputs of these names.</summary>
    public TensorData[] Run(string[] names, TensorData[] tensors)
    {
        OrtValue[] feeds = [.. tensors.Select(tensor => tensor.ToOrt())];
        using var options = new RunOptions();
        using var results = _session.Run(options, names, feeds, _session.OutputNames);
        foreach (var feed in feeds) feed.Dispose();
        GC.KeepAlive(tensors);
        return [.. results.Select(result => result.ToTensorData())];
    }

    private static Nd Read(TensorData tensor) => tensor.Elements is string[] words
        ? new(tensor.Type.Shape.Sizes(), []) { Words = words }
        : new(tensor.Type.Shape.Sizes(), tensor.Numbers());
}

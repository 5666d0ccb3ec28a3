using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
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
        List<NamedOnnxValue> feeds = [.. inputs.Select((x, i) => Feed(((InputValue)x).Name, x.ElementType, data[i]))];
        using var results = _session.Run(feeds);
        return [.. results.Select(Read)];
    }

    private static NamedOnnxValue Feed(string name, ElementType type, Nd data) => type switch
    {
        ElementType.Float32 => Feed(name, Array.ConvertAll(data.Items, x => (float)x), data),
        ElementType.Float64 => Feed(name, data.Items, data),
        ElementType.Int64 => Feed(name, Array.ConvertAll(data.Items, x => (long)x), data),
        ElementType.Int32 => Feed(name, Array.ConvertAll(data.Items, x => (int)x), data),
        ElementType.UInt8 => Feed(name, Array.ConvertAll(data.Items, x => (byte)x), data),
        ElementType.Bool => Feed(name, Array.ConvertAll(data.Items, x => x != 0), data),
        _ => Feed(name, data.Words, data),
    };

    private static NamedOnnxValue Feed<T>(string name, T[] items, Nd data) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(items, data.Sizes));

    private static Nd Read(DisposableNamedOnnxValue value) => value.Value switch
    {
        Tensor<float> t => Read(t, x => x),
        Tensor<double> t => Read(t, x => x),
        Tensor<long> t => Read(t, x => x),
        Tensor<int> t => Read(t, x => x),
        Tensor<byte> t => Read(t, x => x),
        Tensor<bool> t => Read(t, x => x ? 1 : 0),
        Tensor<string> t => new([.. t.Dimensions], []) { Words = [.. t] },
        _ => throw new InvalidOperationException($"{value.Name} is a {value.ElementType}."),
    };

    private static Nd Read<T>(Tensor<T> tensor, Converter<T, double> convert) =>
        new([.. tensor.Dimensions], Array.ConvertAll(tensor.ToArray(), convert));
}

using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>
/// What ONNX Runtime's CPU provider has no kernel for, and what is therefore written as a composition of other operators. A row that fails
/// tells that the version in use has it: its composition (the form in Ops/) can go.
/// </summary>
public class RuntimeGapTests
{
    /// <summary>Operators that ONNX defines for float64: name, lengths of the inputs, integer attributes.</summary>
    public static TheoryData<string, string, string> WithoutFloat64 => new()
    {
        { "Conv", "1,1,4,4 1,1,3,3", "" },
        { "ConvTranspose", "1,1,4,4 1,1,3,3", "" },
        { "AveragePool", "1,1,4,4", "kernel_shape=2,2" },
        { "GlobalAveragePool", "1,2,4,4", "" },
        { "InstanceNormalization", "1,2,4,4 2 2", "" },
        { "LRN", "1,2,4,4", "size=3" },
        { "Erf", "3", "" },
        { "Gelu", "3", "" },
        { "Elu", "3", "" },
        { "Softplus", "3", "" },
    };

    [Theory]
    [MemberData(nameof(WithoutFloat64))]
    public void Onnx_Runtime_has_no_kernel_of_float64(string op, string inputs, string attributes)
    {
        Load(op, inputs, attributes, TensorProto.Types.DataType.Float);
        Assert.Throws<OnnxRuntimeException>(() => Load(op, inputs, attributes, TensorProto.Types.DataType.Double));
    }

    [Theory]
    [InlineData(26, true)]
    [InlineData(27, false)]
    public void The_newest_operator_set_that_is_written_is_the_newest_that_loads(int opset, bool loads)
    {
        Assert.Equal(26, OnnxVersions.MaximumOpset);
        if (loads) Load("Relu", "3", "", TensorProto.Types.DataType.Float, opset);
        else Assert.Throws<OnnxRuntimeException>(() => Load("Relu", "3", "", TensorProto.Types.DataType.Float, opset));
    }

    /// <summary>Recurrent layers of float64 are therefore written as scans.</summary>
    [Theory]
    [InlineData("LSTM", 4)]
    [InlineData("GRU", 3)]
    [InlineData("RNN", 1)]
    public void Onnx_Runtime_does_not_run_recurrent_layers_of_float64(string op, int gates)
    {
        Run(TensorProto.Types.DataType.Float, ElementType.Float32);
        Assert.Throws<OnnxRuntimeException>(() => Run(TensorProto.Types.DataType.Double, ElementType.Float64));

        void Run(TensorProto.Types.DataType type, ElementType elements)
        {
            Shape[] shapes = [[2, 1, 3], [1, gates * 4, 3], [1, gates * 4, 4]];
            using var session = new OnnxSession(Model(
                op, FormattableString.Invariant($"2,1,3 1,{gates * 4},3 1,{gates * 4},4"), "hidden_size=4", type, 22));
            _ = session.Run(["x0", "x1", "x2"], [.. shapes.Select(shape => TensorData.Empty(new(elements, shape)))]);
        }
    }

    private static void Load(string op, string inputs, string attributes, TensorProto.Types.DataType type, int opset = 22)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(Model(op, inputs, attributes, type, opset).ToByteArray(), options);
    }

    private static ModelProto Model(string op, string inputs, string attributes, TensorProto.Types.DataType type, int opset)
    {
        var node = new NodeProto { OpType = op, Output = { "y" } };
        var graph = new GraphProto { Name = "gap" };
        foreach (var lengths in inputs.Split(' '))
        {
            var name = $"x{graph.Input.Count}";
            node.Input.Add(name);
            graph.Input.Add(Info(name, type, [.. lengths.Split(',').Select(long.Parse)]));
        }

        foreach (var attribute in attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, numbers) = (attribute.Split('=')[0], attribute.Split('=')[1].Split(',').Select(long.Parse).ToArray());
            node.Attribute.Add(numbers.Length == 1
                ? new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = numbers[0] }
                : new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { numbers } });
        }

        graph.Node.Add(node);
        graph.Output.Add(Info("y", type, null));
        return new() { IrVersion = 10, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset } } };
    }

    private static ValueInfoProto Info(string name, TensorProto.Types.DataType type, long[]? lengths)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (lengths is not null)
            tensor.Shape = new() { Dim = { lengths.Select(n => new TensorShapeProto.Types.Dimension { DimValue = n }) } };
        return new()
        {
            Name = name, Type = new() { TensorType = tensor },
        };
    }
}

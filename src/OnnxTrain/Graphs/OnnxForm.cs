using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>What an operator is given to write itself as ONNX: the names of its inputs and outputs, and the graph being built.</summary>
internal sealed class OnnxForm(Node node, OnnxGraphBuilder builder, string[] inputs, string[] outputs)
{
    public Node Node => node;

    public int Opset => builder.Opset;

    public string Input(int index = 0) => inputs[index];

    public string Output(int index = 0) => outputs[index];

    /// <summary>Adds the one ONNX node that the operator is: its inputs and outputs in their order.</summary>
    public void Emit(string opType, params AttributeProto[] attributes) => EmitWith(opType, inputs, attributes);

    /// <summary>Adds the node that yields the operator's outputs from the given inputs.</summary>
    public void EmitWith(string opType, string[] nodeInputs, params AttributeProto[] attributes) =>
        builder.AddNode(opType, nodeInputs, outputs, attributes);

    /// <summary>Adds the node that yields the operator's outputs, in a domain other than ai.onnx.</summary>
    public void EmitIn(string domain, int version, string opType, params AttributeProto[] attributes)
    {
        builder.Import(domain, version);
        builder.AddNode(opType, inputs, outputs, attributes, domain);
    }

    /// <summary>Adds a node on the way to the operator's output and returns the name of what it yields.</summary>
    public string Step(string opType, string[] nodeInputs, params AttributeProto[] attributes) => Steps(opType, nodeInputs, 1, attributes)[0];

    /// <summary>Adds a node of several outputs on the way to the operator's output and returns their names.</summary>
    public string[] Steps(string opType, string[] nodeInputs, int count, params AttributeProto[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(_ => builder.UniqueName($"{outputs[0]}/{opType}"))];
        builder.AddNode(opType, nodeInputs, names, attributes);
        return names;
    }

    /// <summary>A constant int64 vector.</summary>
    public string Integers(params long[] values) => builder.Int64Constant(values, [values.Length]);

    /// <summary>A constant scalar of the element type of input <paramref name="like"/>.</summary>
    public string Scalar(double value, int like = 0) => Constant(TensorData.Scalar(value, node.Inputs[like].ElementType));

    /// <summary>A constant tensor of float32 or float64.</summary>
    public string Numbers(double[] elements, Shape shape, ElementType type) => Constant(type == ElementType.Float64
        ? TensorData.Of<double>(elements, shape)
        : TensorData.Of<float>(Array.ConvertAll(elements, e => (float)e), shape));

    public string Constant(TensorData tensor) => builder.Constant(tensor.ToOnnx($"{outputs[0]}/constant"));

    /// <summary>A shape as an int64 vector; named axes are read from the graph's inputs when the file runs.</summary>
    public string Shape(Shape shape)
    {
        if (shape.IsFixed) return Integers([.. shape.Select(d => d.Size)]);
        string[] parts = [.. shape.Select(Length)];
        return parts.Length == 1 ? parts[0] : Step("Concat", parts, OnnxAttribute.Int("axis", 0));
    }

    /// <summary>The length of an axis as an int64 vector of one element.</summary>
    private string Length(Dimension axis)
    {
        if (axis.IsFixed) return Integers(axis.Size);
        if (axis.Formula is not { } formula) return builder.Axis(axis.Name!);
        var length = Length(formula.Of);
        if (formula.Times != 1) length = Step("Mul", [length, Integers(formula.Times)]);
        if (formula.Plus != 0) length = Step("Add", [length, Integers(formula.Plus)]);
        return formula.Over == 1 ? length : Step("Div", [length, Integers(formula.Over)]);
    }
}

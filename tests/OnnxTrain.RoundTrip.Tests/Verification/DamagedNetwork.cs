using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>A network of many kinds of nodes, rows for it, and damage to its file.</summary>
internal static class DamagedNetwork
{
    public static Model Model { get; } = Network();

    public static Dataset Data { get; } = new(
        Tensor.Create(Draw(5 * 3 * 8 * 8, -2), [5, 3, 8, 8]), [.. Enumerable.Range(0, 5).Select(i => i % 4)], 4);

    /// <summary>Each damage, the first value that it makes differ, and what is told of it.</summary>
    public static TheoryData<string, string, string> Damages => new()
    {
        { "weight", "down/Conv", "1 of the 216 elements of the constant 'down.weight' are others than in the model's export" },
        { "bias", "first/Conv", "1 of the 4 elements of the constant 'first.bias' are others" },
        { "attribute", "pool/MaxPool", "has the attribute strides = [1, 1] in the file and [2, 2] in the model's export" },
        { "operator", "Relu_2", "is Tanh in the file and Relu in the model's export" },
        { "input", "Add", "the node reads (" },
        { "step", "spread/RmsNormalization/Sqrt", "is Exp in the file and Sqrt in the model's export" },
        { "last", "probabilities", "has the attribute axis = 0 in the file and 1 in the model's export" },
    };

    public static void Damage(ModelProto file, string damage)
    {
        switch (damage)
        {
            case "weight": file.Initializer("down.weight").SetFloat(100, w => w + 0.05f); break;
            case "bias": file.Initializer("first.bias").SetFloat(2, b => b + 0.01f); break;
            case "attribute":
                // Pooling by steps of 1 yields a larger image, which the rest of the file takes as it is.
                Ints(file.Node("MaxPool"), "strides")[0] = 1;
                Ints(file.Node("MaxPool"), "strides")[1] = 1;
                break;
            case "operator": file.Graph.Node.Single(n => n.Output[0] == "Relu_2").OpType = "Tanh"; break;
            case "input":
                var add = file.Graph.Node.Single(n => n.Output[0] == "Add");
                add.Input[0] = add.Input[1];
                break;
            case "step": file.Node("Sqrt").OpType = "Exp"; break;
            case "last": file.Node("Softmax").Attribute.Single(a => a.Name == "axis").I = 0; break;
            default: throw new ArgumentException(damage);
        }
    }

    private static Google.Protobuf.Collections.RepeatedField<long> Ints(NodeProto node, string attribute) =>
        node.Attribute.Single(a => a.Name == attribute).Ints;

    /// <summary>Numbers from <paramref name="low"/> to 2.</summary>
    public static float[] Draw(int count, double low)
    {
        var random = new RandomStream(5, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)(low + ((2 - low) * random.Uniform((ulong)i))))];
    }

    private static Model Network()
    {
        var model = Model.Classifier(new Residual(), Value.Input("x", ElementType.Float32, ["batch", 3, 8, 8]), 4);
        foreach (var variable in model.Parameters.Concat(model.Buffers))
            variable.Assign<float>(
                variable.Name.EndsWith("running_var", StringComparison.Ordinal)
                    ? Draw(variable.Count, 0.5)
                    : Draw(variable.Count, -2).Select(v => v / 4).ToArray());
        return model;
    }

    private sealed class Residual : Module
    {
        private readonly Conv2d _first = new(3, 4, 3, padding: 1),
            _second = new(4, 4, 3, padding: 1, bias: false), _down = new(4, 6, 3, padding: 1);
        private readonly BatchNorm2d _norm1 = new(4),
            _norm2 = new(4), _norm3 = new(6);
        private readonly MaxPool2d _pool = new(2);
        private readonly RmsNorm _spread = new([4, 4, 4]);
        private readonly AdaptiveAvgPool2d _average = new(1);
        private readonly Linear _head = new(6, 4);

        public override Value Forward(Value x)
        {
            x = x.Apply(_first).Apply(_norm1).Relu();
            x = (x + x.Apply(_second).Apply(_norm2)).Relu().Apply(_pool).Apply(_spread);
            return x.Apply(_down).Apply(_norm3).Relu().Apply(_average).Flatten().Apply(_head);
        }
    }
}

using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// A graph without inputs that yields variables under their names, with their current values. Run once, it starts a training in any
/// runtime.
/// </summary>
internal static class InitialValues
{
    public static ModelProto Of(IReadOnlyList<Variable> variables, int opset)
    {
        var builder = new OnnxGraphBuilder(opset, "initial_values");
        foreach (var variable in variables)
        {
            builder.Reserve(variable.Name);
            var tensor = variable.ToOnnx();
            tensor.Name = builder.UniqueName($"{variable.Name}/initial");
            builder.Graph.Initializer.Add(tensor);
            builder.AddNode("Identity", [tensor.Name], [variable.Name], []);
            builder.AddOutput(variable.ToValue().Type.ToOnnx(variable.Name));
        }

        return GraphExporter.Model(builder);
    }
}

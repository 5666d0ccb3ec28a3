using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>A graph line by line: operators with their attributes, what they take and yield, constants by their bytes.</summary>
internal static class GraphText
{
    public static string Of(Graph graph)
    {
        var (text, names) = (new StringBuilder(), new Dictionary<Value, string>());
        foreach (var node in graph.Nodes)
        {
            var inputs = node.Inputs.Select(v => names.TryGetValue(v, out var known) ? known : names[v] = Leaf(v, names.Count)).ToArray();
            foreach (var output in node.Outputs) names[output] = string.Create(CultureInfo.InvariantCulture, $"%{names.Count}");
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(", ", node.Outputs.Select(o => $"{names[o]}: {o.Type}"))} = {InvariantText.Of(node.Op)} ({string.Join(", ", inputs)})\n");
        }

        foreach (var (variable, value) in graph.Updates)
            text.Append(CultureInfo.InvariantCulture, $"{variable} := {(names.TryGetValue(value, out var name) ? name : Leaf(value, 0))}\n");
        return text.ToString();
    }

    private static string Leaf(Value value, int number) => value switch
    {
        VariableValue variable => variable.Variable.ToString(),
        InputValue input => $"{input.Name}: {input.Type}",
        ConstantValue { Tensor.Elements: string[] texts } => $"[{string.Join(", ", texts)}]",
        ConstantValue constant => $"{constant.Type} {Convert.ToHexStringLower(SHA256.HashData(constant.Tensor.Bytes))[..16]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"%{number}: {value.Type}"),
    };
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// A graph as text, line by line: leaves and operators, each with a number, its attributes and its inputs; constants by their bytes; then
/// the inputs, the outputs and the updates. Two graphs have the same text only if they compute the same.
/// </summary>
internal sealed class GraphText
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<Value, string> _names = [];

    private GraphText(Graph graph)
    {
        foreach (var feed in graph.Feeds) Add($"feed {Name(feed)}");
        foreach (var node in graph.Nodes)
        {
            string[] inputs = [.. node.Inputs.Select(Name)];
            string[] outputs = [.. node.Outputs.Select(Next)];
            Add(
                $"{string.Join(", ", outputs.Zip(node.Outputs, (name, output) => $"{name}: {output.Type}"))} = {node.Op} "
                    + $"({string.Join(", ", inputs)})");
        }

        foreach (var fetch in graph.Fetches) Add($"fetch {Name(fetch)}");
        foreach (var (variable, value) in graph.Updates) Add($"{Name(variable.ToValue())} := {Name(value)}");
    }

    public static string Of(Graph graph) => new GraphText(graph)._text.ToString();

    private void Add(string line) => _text.Append(line).Append('\n');

    private string Name(Value value)
    {
        if (_names.TryGetValue(value, out var name)) return name;
        name = Next(value);
        Add($"{name} = {Leaf(value)}");
        return name;
    }

    private string Next(Value value) => _names[value] = string.Create(CultureInfo.InvariantCulture, $"%{_names.Count}");

    private static string Leaf(Value value) => value switch
    {
        VariableValue variable => $"variable {variable.Variable}",
        InputValue input => $"input {input.Name}: {input.Type}",
        ConstantValue constant => $"constant {constant.Type} {Convert.ToHexStringLower(SHA256.HashData(Bytes(constant.Tensor)))}",
        _ => $"value {value.Type}",
    };

    private static ReadOnlySpan<byte> Bytes(TensorData tensor) => tensor.Elements is string[] texts
        ? Encoding.UTF8.GetBytes(new EquatableArray<string>(texts).ToString())
        : tensor.Bytes;
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>
/// Changes of a JSON text that leave it JSON: values at their edges, members that are missing, doubled, renamed or swapped.
/// </summary>
internal static class JsonMutator
{
    private static readonly string[] Texts =
    [
        "null", "true", "\"\"", "\"\\u0000\"", "\"a\"", "[]", "{}", "[[[[[]]]]]", "0", "-0.0", "-1", "0.5", "1e308", "-1e308", "1e-320",
        "1e39", "2147483647", "2147483648", "-2147483649", "268435456", "99999999999", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", "\"NaN\"", "\"Infinity\"", "\"99999999999\"", "\"Relu\"", "[1,2,3]", "[0]",
    ];

    public static string Mutate(Random random, string text)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }

        for (var changes = 1 + random.Next(3); changes > 0 && root is not null; changes--) Change(random, root);
        return root?.ToJsonString() ?? "null";
    }

    public static byte[] Mutate(Random random, byte[] text) =>
        random.Next(6) == 0 ? ByteMutator.Mutate(random, text) : Encoding.UTF8.GetBytes(Mutate(random, Encoding.UTF8.GetString(text)));

    private static void Change(Random random, JsonNode root)
    {
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        switch (nodes[random.Next(nodes.Count)])
        {
            case JsonArray array: Change(random, array); break;
            case JsonObject members when members.Count > 0:
                var key = members.ElementAt(random.Next(members.Count)).Key;
                var other = members.ElementAt(random.Next(members.Count)).Key;
                switch (random.Next(4))
                {
                    case 0: members.Remove(key); break;
                    case 1: (members[key], members[other]) = (members[other]?.DeepClone(), members[key]?.DeepClone()); break;
                    case 2: members[key + "x"] = members[key]?.DeepClone(); break;
                    default: members[key] = Value(random, members[key]); break;
                }

                break;
        }
    }

    private static void Change(Random random, JsonArray array)
    {
        var at = random.Next(Math.Max(1, array.Count));
        switch (random.Next(5))
        {
            case 0 when array.Count > 0: array.RemoveAt(at); break;
            case 1 when array.Count > 0: array.Insert(at, array[at]?.DeepClone()); break;
            case 2 when array.Count > 1:
                var other = random.Next(array.Count);
                (array[at], array[other]) = (array[other]?.DeepClone(), array[at]?.DeepClone());
                break;
            case 3 when array.Count > 0: array[at] = Value(random, array[at]); break;
            default: array.Add(Value(random, null)); break;
        }
    }

    private static JsonNode? Value(Random random, JsonNode? old)
    {
        if (old is JsonValue value && value.TryGetValue<double>(out var number) && random.Next(3) == 0)
            return JsonValue.Create(random.Next(2) == 0 ? number + 1 : -number);
        if (old is JsonValue text && text.TryGetValue<string>(out var own) && random.Next(3) == 0)
            return JsonValue.Create(own.StartsWith('{') ? Mutate(random, own) : own.Length > 0 ? own[1..] + own[0] : "x");
        return JsonNode.Parse(Texts[random.Next(Texts.Length)]);
    }

    private static void Collect(JsonNode node, List<JsonNode> nodes)
    {
        if (node is JsonObject or JsonArray) nodes.Add(node);
        var children = node switch { JsonObject members => members.Select(m => m.Value), JsonArray array => array, _ => [] };
        foreach (var child in children.OfType<JsonNode>()) Collect(child, nodes);
    }
}

using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Ops;

/// <summary>Every small change of an operator's attributes, found by reflection: the least that may not go unnoticed.</summary>
internal static class Mutations
{
    /// <summary>The attributes of a record: the properties that its constructors or initializers set.</summary>
    public static IEnumerable<PropertyInfo> Attributes(Type record) =>
        record.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is not null);

    /// <summary>The same operator with one attribute changed, in each way.</summary>
    public static IEnumerable<(string Change, Op Op)> Of(Op op) =>
        from attribute in Attributes(op.GetType())
        from value in Values(attribute.GetValue(op)!, attribute.PropertyType)
        select ($"{op}: {attribute.Name} = {value}", With(op, attribute, value));

    public static Op Clone(Op op) => (Op)op.GetType().GetMethod("<Clone>$")!.Invoke(op, null)!;

    /// <summary>Other values of a type, as near as they can be.</summary>
    public static IEnumerable<object> Values(object value, Type type) =>
        value switch
        {
            bool flag => [!flag],
            int number => [number + 1, ~number],
            long number => [number + 1, ~number],
            uint number => [number + 1],
            double number => double.IsFinite(number)
                ? [double.BitIncrement(number), -Math.Abs(number) - 1]
                : [-number, 0.0, double.MaxValue],
            float number => float.IsFinite(number) ? [float.BitIncrement(number), -Math.Abs(number) - 1] : [-number, 0f, float.MaxValue],
            string text => [text + "x", text + ", ", $"\"{text}"],
            Enum => Enum.GetValues(type).Cast<object>().Where(other => !other.Equals(value)),
            Dimension axis => [axis.IsFixed ? new Dimension(axis.Size + 1) : new Dimension(axis.Name + "2"), new Dimension("another")],
            Shape shape => Lists<Dimension>([.. shape]).Select(axes => (object)Shape.Create([.. axes])),
            WindowAxis axis => Axes(axis),
            Window window => Lists<WindowAxis>([.. window.Axes]).Select(axes => (object)new Window([.. axes])),
            AxisMap map => Maps(map),
            ScanBody body => body.Graph.Nodes.SelectMany(node => Of(node.Op).Select(change => (object)With(body, node, change.Op))),
            AttentionForm form => Forms(form),
            Op op => Of(op).Select(change => (object)change.Op),
            IEnumerable list when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>) => (IEnumerable<object>)
                typeof(Mutations)
                    .GetMethod(nameof(Arrays), BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(type.GetGenericArguments())
                    .Invoke(null, [list])!,
            _ => throw new NotSupportedException($"Say here how a {type} is changed."),
        };

    private static Op With(Op op, PropertyInfo attribute, object value)
    {
        var copy = Clone(op);
        attribute.SetValue(copy, value);
        return copy;
    }

    private static ScanBody With(ScanBody body, Node node, Op op) =>
        new(body.Graph.With([.. body.Graph.Nodes.Select(n => n == node ? new Node(op, [.. n.Inputs], n.Path, n) : n)]));

    private static IEnumerable<object> Arrays<T>(IEnumerable<T> list)
        where T : notnull => Lists<T>([.. list]).Select(items => (object)new EquatableArray<T>([.. items]));

    /// <summary>One element changed, one more at the end, one less, two exchanged.</summary>
    private static IEnumerable<IReadOnlyList<T>> Lists<T>(T[] items)
        where T : notnull
    {
        for (var i = 0; i < items.Length; i++)
        {
            foreach (var value in Values(items[i], typeof(T))) yield return [.. items[..i], (T)value, .. items[(i + 1)..]];
        }

        if (items.Length == 0) yield break;
        yield return [.. items, items[0]];
        yield return items[1..];
        for (var i = 1; i < items.Length; i++)
        {
            if (!items[i].Equals(items[0])) yield return [items[i], .. items[1..i], items[0], .. items[(i + 1)..]];
        }
    }

    private static IEnumerable<object> Axes(WindowAxis axis)
    {
        foreach (var member in Attributes(typeof(WindowAxis)))
        {
            object copy = RuntimeHelpers.GetObjectValue(axis);
            member.SetValue(copy, (int)member.GetValue(axis)! + 1);
            yield return copy;
        }
    }

    private static IEnumerable<object> Forms(AttentionForm form)
    {
        foreach (var member in Attributes(typeof(AttentionForm)))
        {
            foreach (var value in Values(member.GetValue(form)!, member.PropertyType))
            {
                var copy = form with { };
                member.SetValue(copy, value);
                yield return copy;
            }
        }
    }

    private static IEnumerable<object> Maps(AxisMap map)
    {
        var dense = map.Dense();
        for (var i = 0; i < Math.Min(dense.Length, 20); i++)
        {
            double[] other = [.. dense];
            other[i] = double.BitIncrement(other[i]);
            yield return new AxisMap(map.Inputs, other.Chunk(map.Inputs).Select(row => row.Select((w, index) => (index, w))));
        }

        yield return new AxisMap(map.Inputs + 1, dense.Chunk(map.Inputs).Select(row => row.Select((w, index) => (index, w))));
    }
}

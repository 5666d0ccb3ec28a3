using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OnnxTrain.Onnx;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Changes of a model file that leave it protobuf: any field of any message of it.</summary>
internal static class OnnxMutator
{
    /// <summary>One to four changes of fields; of bytes now and then.</summary>
    public static byte[] Mutate(Random random, byte[] input)
    {
        if (random.Next(5) == 0) return ByteMutator.Mutate(random, input);
        var model = ModelProto.Parser.ParseFrom(input);
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            var messages = new List<IMessage>();
            Collect(model, messages);
            Change(random, messages[random.Next(messages.Count)]);
        }

        return model.ToByteArray();
    }

    private static void Collect(IMessage message, List<IMessage> messages)
    {
        messages.Add(message);
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(f => f.FieldType == FieldType.Message))
        {
            if (field.IsRepeated) foreach (IMessage child in (IList)field.Accessor.GetValue(message)) Collect(child, messages);
            else if (field.Accessor.GetValue(message) is IMessage child) Collect(child, messages);
        }
    }

    private static void Change(Random random, IMessage message)
    {
        var fields = message.Descriptor.Fields.InFieldNumberOrder();

        // Fields that are there are more often of interest than the many that are not.
        var used = fields
            .Where(f =>
                f.IsRepeated ? ((IList)f.Accessor.GetValue(message)).Count > 0
                : f.FieldType == FieldType.Message ? f.Accessor.GetValue(message) is not null
                : f.Accessor.HasValue(message))
            .ToList();
        var field = used.Count > 0 && random.Next(5) > 0 ? used[random.Next(used.Count)] : fields[random.Next(fields.Count)];
        if (field.IsRepeated) Change(random, (IList)field.Accessor.GetValue(message), field);
        else if (random.Next(4) == 0) field.Accessor.Clear(message);
        else if (Value(random, field, field.Accessor.GetValue(message)) is { } value) field.Accessor.SetValue(message, value);
    }

    private static void Change(Random random, IList list, FieldDescriptor field)
    {
        var at = random.Next(Math.Max(1, list.Count));
        switch (random.Next(5))
        {
            case 0 when list.Count > 0: list.RemoveAt(at); break;
            case 1 when list.Count > 0: list.Insert(at, list[at] is IMessage message ? Copy(message) : list[at]); break;
            case 2 when list.Count > 1:
                var other = random.Next(list.Count);
                (list[at], list[other]) = (list[other], list[at]);
                break;
            case 3 when list.Count > 0 && field.FieldType != FieldType.Message: list[at] = Value(random, field, list[at])!; break;
            default:
                if (field.FieldType != FieldType.Message && Value(random, field, null) is { } value) list.Add(value);
                break;
        }
    }

    private static IMessage Copy(IMessage message) => message.Descriptor.Parser.ParseFrom(message.ToByteArray());

    private static object? Value(Random random, FieldDescriptor field, object? old) =>
        field.FieldType switch
        {
            FieldType.Int64 or FieldType.SInt64 => old is long number && random.Next(3) == 0
                ? number + random.Next(-1, 2)
                : ByteMutator.Number(random),
            FieldType.Int32 => random.Next(2) == 0 ? random.Next(-1, 30) : (int)ByteMutator.Number(random),
            FieldType.UInt64 => (ulong)ByteMutator.Number(random),
            FieldType.Float => random.Next(4) switch
            {
                0 => float.NaN,
                1 => float.PositiveInfinity,
                2 => 0f,
                _ => (float)ByteMutator.Number(random),
            },
            FieldType.Double => random.Next(4) switch
            {
                0 => double.NaN,
                1 => double.NegativeInfinity,
                2 => 0.0,
                _ => (double)ByteMutator.Number(random),
            },
            FieldType.String => Text(random, old as string ?? ""),
            FieldType.Bytes => ByteString.CopyFrom(ByteMutator.Mutate(random, (old as ByteString ?? ByteString.Empty).ToByteArray())),
            FieldType.Message when old is null => field.MessageType.Parser.ParseFrom([]),
            FieldType.Enum => old is null ? null : Enum.ToObject(old.GetType(), random.Next(-1, 20)),
            _ => null,
        };

    private static string Text(Random random, string old) => old.StartsWith('{') && random.Next(4) > 0
        ? JsonMutator.Mutate(random, old)
        : random.Next(6) switch { 0 => "", 1 => "\0", 2 => old + "\0x", 3 => "label", 4 => old + "x", _ => "probabilities" };
}

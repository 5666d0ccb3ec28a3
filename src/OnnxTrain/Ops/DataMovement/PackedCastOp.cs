using System.Numerics;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// y = x converted from or to a type with two elements per byte. int4 and uint4 keep the lowest four bits of an integer; a float is rounded
/// first, halves away from zero, as in ONNX Runtime.
/// </summary>
internal sealed record PackedCastOp(ElementType To) : Op
{
    private const int ChunkLength = 256;

    public override string Name => "Cast";

    /// <summary>ONNX has 4-bit types from opset 21 on.</summary>
    public override int MinimumOpset => 21;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [new(To, inputs[0].Shape)];

    // whole numbers have no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => outputs[0].Shape.ElementCount;

    public override Action Bind(Binding binding)
    {
        var (from, count) = (binding.InputType(0).ElementType, (int)binding.OutputType(0).Shape.ElementCount);
        var read = from.IsPacked() ? Unpacked(binding, from) : from == ElementType.Bool ? FromTruths(binding)
            : from.VisitStoredNumber<Reader, Chunk>(new(binding));
        var write = To.IsPacked() ? Packed(binding) : To == ElementType.Bool ? ToTruths(binding)
            : To.VisitStoredNumber<Writer, Chunk>(new(binding));
        return () =>
        {
            Span<sbyte> numbers = stackalloc sbyte[ChunkLength];
            for (var start = 0; start < count; start += ChunkLength)
            {
                var chunk = numbers[..Math.Min(ChunkLength, count - start)];
                read(start, chunk);
                write(start, chunk);
            }
        };
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Cast", Onnx.OnnxAttribute.Int("to", (long)To.ToOnnx()));

    private static Chunk Unpacked(Binding binding, ElementType from)
    {
        var isSigned = from.Row().IsSigned;
        if (isSigned)
        {
            var pairs = binding.Input<Int4Pair>(0);
            return (start, numbers) => ElementConversion.Unpack(MemoryMarshal.AsBytes(pairs.Span), start, isSigned, numbers);
        }

        var unsigned = binding.Input<UInt4Pair>(0);
        return (start, numbers) => ElementConversion.Unpack(MemoryMarshal.AsBytes(unsigned.Span), start, isSigned, numbers);
    }

    private Chunk Packed(Binding binding)
    {
        if (To.Row().IsSigned)
        {
            var pairs = binding.Output<Int4Pair>(0);
            return (start, numbers) => ElementConversion.Pack(numbers, start, MemoryMarshal.AsBytes(pairs.Span));
        }

        var unsigned = binding.Output<UInt4Pair>(0);
        return (start, numbers) => ElementConversion.Pack(numbers, start, MemoryMarshal.AsBytes(unsigned.Span));
    }

    private static Chunk FromTruths(Binding binding)
    {
        var x = binding.Input<bool>(0);
        return (start, numbers) => ElementConversion.FromTruths(x.Span.Slice(start, numbers.Length), numbers);
    }

    private static Chunk ToTruths(Binding binding)
    {
        var y = binding.Output<bool>(0);
        return (start, numbers) => ElementConversion.ToTruths<sbyte>(numbers, y.Span.Slice(start, numbers.Length));
    }

    /// <summary>Reads or writes elements from an index on, as one byte each.</summary>
    private delegate void Chunk(int start, Span<sbyte> numbers);

    private readonly struct Reader(Binding binding) : INumberVisitor<Chunk>
    {
        public Chunk Visit<T>()
            where T : unmanaged, INumber<T>
        {
            var x = binding.Input<T>(0);
            return (start, numbers) => ElementConversion.ToPackable<T>(x.Span.Slice(start, numbers.Length), numbers);
        }
    }

    private readonly struct Writer(Binding binding) : INumberVisitor<Chunk>
    {
        public Chunk Visit<T>()
            where T : unmanaged, INumber<T>
        {
            var y = binding.Output<T>(0);
            return (start, numbers) => ElementConversion.Convert<sbyte, T>(numbers, y.Span.Slice(start, numbers.Length));
        }
    }
}

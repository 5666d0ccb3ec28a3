using System.Numerics;

namespace OnnxTrain;

/// <summary>y = x in another element type, where one of the types is string; converted by <see cref="ElementText"/>.</summary>
internal sealed record TextCastOp(ElementType To) : Op
{
    public override string Name => "Cast";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [new(To, inputs[0].Shape)];

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var type = To == ElementType.String ? binding.InputType(0).ElementType : To;
        if (type != ElementType.Bool) return type.VisitStoredNumber<Binder, Action>(new(binding, To == ElementType.String));
        if (To == ElementType.String)
        {
            var (truths, texts) = (binding.Input<bool>(0), binding.OutputStrings(0));
            return () =>
            {
                for (var i = 0; i < texts.Items.Length; i++) texts.Items[i] = ElementText.Of(truths.Span[i]);
            };
        }

        var (x, y) = (binding.InputStrings(0), binding.Output<bool>(0));
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++) y.Span[i] = ElementText.ParseTruth(x.Items[i]);
        };
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Cast", Onnx.OnnxAttribute.Int("to", (long)To.ToOnnx()));

    private readonly struct Binder(Binding binding, bool isWritten) : INumberVisitor<Action>
    {
        public Action Visit<T>()
            where T : unmanaged, INumber<T>
        {
            if (isWritten)
            {
                var (numbers, texts) = (binding.Input<T>(0), binding.OutputStrings(0));
                return () =>
                {
                    for (var i = 0; i < texts.Items.Length; i++) texts.Items[i] = ElementText.Of(numbers.Span[i]);
                };
            }

            var (x, y) = (binding.InputStrings(0), binding.Output<T>(0));
            return () =>
            {
                for (var i = 0; i < x.Items.Length; i++) y.Span[i] = ElementText.Parse<T>(x.Items[i]);
            };
        }
    }
}

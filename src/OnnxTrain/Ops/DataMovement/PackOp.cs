namespace OnnxTrain;

/// <summary>
/// y [elements] = the inputs at given offsets of one block, with zeros between them: all gradients of a model, for the optimizer. The
/// producers of the inputs write directly into the block.
/// </summary>
internal sealed record PackOp(EquatableArray<long> Offsets, long Elements) : FloatOp
{
    /// <summary>The maximum number of inputs of one ONNX node: WebGPU kernels have eight buffers, one of them for the output.</summary>
    private const int MostJoined = 7;

    public override bool KeepsOutput => true;

    public override long? Placement(int input) => Offsets[input];

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Offsets[i] + inputs[i].Shape.ElementCount > (i + 1 < Offsets.Length ? Offsets[i + 1] : Elements))
                throw new ShapeException($"Pack: input {i} of shape {inputs[i].Shape} does not fit at {Offsets[i]}.");
        }

        return [new(inputs[0].ElementType, [Elements])];
    }

    // dL/dxᵢ = the part of g that holds xᵢ
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [.. node.Inputs.Select((x, i) => gradients[0]!.Slice(0, Offsets[i], Offsets[i] + x.Shape.ElementCount).Reshape(x.Shape))];

    public override void ToOnnx(OnnxForm form)
    {
        var parts = new List<string>();
        var end = 0L;
        for (var i = 0; i < Offsets.Length; i++)
        {
            AddGap(Offsets[i]);
            parts.Add(form.Step("Reshape", [form.Input(i), form.Integers(-1)]));
            end += form.Node.Inputs[i].Shape.ElementCount;
        }

        AddGap(Elements);
        while (parts.Count > MostJoined)
            parts =
            [
                .. parts
                    .Chunk(MostJoined)
                    .Select(some => some.Length == 1 ? some[0] : form.Step("Concat", some, Onnx.OnnxAttribute.Int("axis", 0))),
            ];
        form.EmitWith("Concat", [.. parts], Onnx.OnnxAttribute.Int("axis", 0));

        void AddGap(long until)
        {
            if (until > end) parts.Add(form.Step("Expand", [form.Scalar(0), form.Integers(until - end)]));
            end = until;
        }
    }

    protected override Action Bind<T>(Binding binding)
    {
        Action all = static () => { };
        for (var i = 0; i < Offsets.Length; i++)
        {
            if (binding.IsPlaced(i)) continue;
            var x = binding.Input<T>(i);
            var part = binding.Output<T>(0).Slice((int)Offsets[i], x.Length);
            all += () => x.Span.CopyTo(part.Span);
        }

        return all;
    }
}

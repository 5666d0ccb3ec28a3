namespace OnnxTrain.Tests.Ops;

/// <summary>Self-attention without weights, in operators and in plain loops: softmax(x xᵀ / √width) x for each head.</summary>
internal static class SelfAttentionCases
{
    public static Value Of(Value x, int heads)
    {
        var (rows, places, width) = (x.Shape[0], x.Shape[1], x.Shape[2].Size / heads);
        var split = x.Reshape([rows, places, heads, width]).Transpose(0, 2, 1, 3);
        var weights = (split.MatMul(split.Transpose(0, 1, 3, 2)) / Math.Sqrt(width)).Softmax();
        return weights.MatMul(split).Transpose(0, 2, 1, 3).Reshape(x.Shape);
    }

    public static Nd Of(Nd x, int heads)
    {
        var (places, width) = (x.Sizes[1], x.Sizes[2] / heads);
        return Nd.Of(x.Sizes, i =>
        {
            var head = i[2] / width * width;
            double[] powers =
            [
                .. Enumerable.Range(0, places).Select(k =>
                    Math.Exp(Enumerable.Range(head, width).Sum(c => x[i[0], i[1], c] * x[i[0], k, c]) / Math.Sqrt(width))),
            ];
            return Enumerable.Range(0, places).Sum(k => powers[k] * x[i[0], k, i[2]]) / powers.Sum();
        });
    }
}

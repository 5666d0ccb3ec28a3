namespace OnnxTrain.Tests.Ops;

/// <summary>Recurrent layers in plain loops, from PyTorch's definitions of <c>RNN</c>, <c>LSTM</c> and <c>GRU</c>.</summary>
internal static class RecurrenceReference
{
    /// <summary>h' and c' of one row from W x + b, U h + b, h and c.</summary>
    public delegate (double[] H, double[] C) Cell(double[] input, double[] product, double[] h, double[] c);

    public static (double[] H, double[] C) Lstm(double[] input, double[] product, double[] h, double[] c)
    {
        var units = h.Length;
        var (nextH, nextC) = (new double[units], new double[units]);
        for (var j = 0; j < units; j++)
        {
            double Gate(int gate) => input[(gate * units) + j] + product[(gate * units) + j];
            nextC[j] = (Sigmoid(Gate(1)) * c[j]) + (Sigmoid(Gate(0)) * Math.Tanh(Gate(2)));
            nextH[j] = Sigmoid(Gate(3)) * Math.Tanh(nextC[j]);
        }

        return (nextH, nextC);
    }

    public static (double[] H, double[] C) Gru(double[] input, double[] product, double[] h, double[] c)
    {
        var units = h.Length;
        var next = new double[units];
        for (var j = 0; j < units; j++)
        {
            var r = Sigmoid(input[j] + product[j]);
            var z = Sigmoid(input[units + j] + product[units + j]);
            var n = Math.Tanh(input[(2 * units) + j] + (r * product[(2 * units) + j]));
            next[j] = ((1 - z) * n) + (z * h[j]);
        }

        return (next, c);
    }

    public static (double[] H, double[] C) Tanh(double[] input, double[] product, double[] h, double[] c) =>
        ([.. input.Zip(product, (a, b) => Math.Tanh(a + b))], c);

    public static (double[] H, double[] C) Relu(double[] input, double[] product, double[] h, double[] c) =>
        ([.. input.Zip(product, (a, b) => Math.Max(0, a + b))], c);

    /// <summary>The outputs [batch, time, units], and h and c after the last step of each row.</summary>
    public static (Nd Y, Nd H, Nd C) Run(
        Cell cell, Nd x, Nd inputWeight, Nd hiddenWeight, Nd? inputBias, Nd? hiddenBias, Nd h0, Nd c0, Func<int, int> length, bool reverse)
    {
        var (batch, time, units) = (x.Sizes[0], x.Sizes[1], hiddenWeight.Sizes[1]);
        double[] y = new double[batch * time * units], lastH = new double[batch * units], lastC = new double[batch * units];
        for (var row = 0; row < batch; row++)
        {
            double[] h = [.. Enumerable.Range(0, units).Select(j => h0[row, j])];
            double[] c = [.. Enumerable.Range(0, units).Select(j => c0[row, j])];
            for (var step = 0; step < length(row); step++)
            {
                var t = reverse ? length(row) - 1 - step : step;
                double[] input = [.. Enumerable.Range(0, x.Sizes[2]).Select(k => x[row, t, k])];
                (h, c) = cell(Product(inputWeight, input, inputBias), Product(hiddenWeight, h, hiddenBias), h, c);
                h.CopyTo(y, ((row * time) + t) * units);
            }

            h.CopyTo(lastH, row * units);
            c.CopyTo(lastC, row * units);
        }

        return (new([batch, time, units], y), new([batch, units], lastH), new([batch, units], lastC));
    }

    private static double[] Product(Nd weight, double[] x, Nd? bias) =>
        [.. Enumerable.Range(0, weight.Sizes[0]).Select(i => x.Select((value, k) => weight[i, k] * value).Sum() + (bias?[i] ?? 0))];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

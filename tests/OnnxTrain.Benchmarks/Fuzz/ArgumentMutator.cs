using System.Text;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>
/// Changes of a command line, one argument a line: values at their edges, options that are missing, doubled or strangers to each other.
/// </summary>
internal static class ArgumentMutator
{
    private static readonly string[] Arguments =
    [
        "", "-", "--", "0", "-1", "1", "2", "1e308", "1e-320", "NaN", "99999999999", "2147483647", "0.5", "a=b", "=", "b=", "x", "label",
        "\0", "é", "--epochs", "--hidden", "--batch-size", "--learning-rate", "--optimizer", "--schedule", "--loss", "--target", "--ignore",
        "--categorical", "--numeric", "--dropout", "--patience", "--validation", "--test", "--seed", "--weight", "--momentum",
        "--weight-decay", "--clip-norm", "--time-limit", "--folds", "--report", "FOLDER/r.html", "--history", "FOLDER/h.csv", "--output",
        "FOLDER/o.onnx", "--help", "adam", "sgd", "AdamW", "cosine", "Step", "focal", "huber", "1,2", "4,4", "4x4", "train", "verify",
        "search", "rates", "--nodes", "--no-color", "--version", "--activation", "gelu", "--opset", "13", "99", "--scaling", "robust",
        "--encoding", "hash", "hash:0", "--log-target", "--task", "regression", "--balance", "--threads", "@FOLDER/t.csv", "[diagram]",
    ];

    public static byte[] Mutate(Random random, byte[] input)
    {
        var all = Encoding.UTF8.GetString(input).Split('\n').ToList();
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(all.Count);
            switch (random.Next(6))
            {
                case 0 when all.Count > 1: all.RemoveAt(at); break;
                case 1: (all[at], all[random.Next(all.Count)]) = (all[random.Next(all.Count)], all[at]); break;
                case 2 or 3: all[at] = Arguments[random.Next(Arguments.Length)]; break;
                default: all.Insert(random.Next(all.Count + 1), Arguments[random.Next(Arguments.Length)]); break;
            }
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', all));
    }
}

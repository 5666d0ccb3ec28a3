using System.Text;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Changes of a table as text: cells at their edges, separators, quotes, rows of other lengths; or of any bytes.</summary>
internal static class CsvMutator
{
    private static readonly string[] Cells =
    [
        "", "NaN", "-", "1e308", "-1e39", "1e-320", "Infinity", "4096095532296027", "0x10", "1,5", "\"", "\"\"", "\"a\nb\"", "a\0b", "true",
        "2024-01-01", "é", "😀", "\u0001", "\u001b[31m", " ", "\t", ";", ",", "\r\n", "\n\n", "label", "probabilities", "prediction",
        "16777217",
    ];

    public static byte[] Mutate(Random random, byte[] input)
    {
        if (random.Next(3) == 0) return ByteMutator.Mutate(random, input);
        var lines = Encoding.UTF8.GetString(input).Split('\n').ToList();
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(lines.Count);
            var cells = lines[at].Split(',').ToList();
            switch (random.Next(6))
            {
                case 0: lines.RemoveAt(at); break;
                case 1: lines.Insert(at, lines[random.Next(lines.Count)]); break;
                case 2: cells.RemoveAt(random.Next(cells.Count)); lines[at] = string.Join(',', cells); break;
                default: cells[random.Next(cells.Count)] = Cells[random.Next(Cells.Length)]; lines[at] = string.Join(',', cells); break;
            }

            if (lines.Count == 0) lines.Add("");
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}

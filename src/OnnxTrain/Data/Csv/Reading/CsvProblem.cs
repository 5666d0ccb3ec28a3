namespace OnnxTrain;

/// <summary>What is wrong with the records of a block of a file.</summary>
/// <param name="line">The line, counted from 0 in the block.</param>
/// <param name="problem">What is wrong, without the place.</param>
internal sealed class CsvProblem(int line, string problem) : Exception(problem)
{
    public int Line => line;
}

namespace OnnxTrain;

// Files that take only numbers.
public sealed partial class DataModel
{
    internal override TensorData[] ToNumbers(TensorData[] inputs) =>
        [.. InputFeatures.Zip(inputs, (feature, raw) => feature.ToNumbers(raw))];

    internal override string DescribeInput(string input) => InputFeatures.First(feature => feature.Name == input).DescribeInput();

    internal override string DescribeNumbers(string input) =>
        InputFeatures.First(feature => feature.Name == input).DescribeNumbers();
}

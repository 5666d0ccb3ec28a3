namespace OnnxTrain;

/// <summary>How an ensemble combines the outputs of its members.</summary>
public enum EnsembleMethod
{
    /// <summary>The mean: of the probabilities of classifiers, the predictions of regression models, or the outputs of others.</summary>
    Mean,

    /// <summary>
    /// Majority vote: the class that most members predict, or the first in the order of the classes if several have the same number of
    /// votes. The probability of a class is its fraction of the votes. Each of several targets has its own vote. For classifiers only.
    /// </summary>
    Vote,
}
